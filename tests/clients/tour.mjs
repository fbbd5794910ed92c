// The tour of discord.js. Every step uses the library as the library's guide shows, and checks what members see.

import {
  GUEST,
  MEMBER,
  ROOM,
  TOKEN,
  URL,
  assertEqual,
  assertRefused,
  assertTrue,
  call,
  click,
  command,
  complete,
  fault,
  gateway,
  grant,
  inbox,
  menu,
  messages,
  post,
  react,
  run,
  state,
  step,
  submit,
  waitUntil,
} from "./steps.mjs";
import { bot, counts, guild, library, member, room, seen } from "./tour-bot.mjs";

const {
  ActivityType,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  AttachmentBuilder,
  ChannelType,
  EmbedBuilder,
  Events,
  WebhookClient,
} = library;

const EVERYTHING = [
  "VIEW_CHANNEL",
  "SEND_MESSAGES",
  "SEND_MESSAGES_IN_THREADS",
  "CREATE_PUBLIC_THREADS",
  "CREATE_PRIVATE_THREADS",
  "MANAGE_THREADS",
  "MANAGE_MESSAGES",
  "PIN_MESSAGES",
  "EMBED_LINKS",
  "ATTACH_FILES",
  "READ_MESSAGE_HISTORY",
  "ADD_REACTIONS",
  "MENTION_EVERYONE",
];

step("log in", async () => {
  const ready = new Promise((done) => bot.once(Events.ClientReady, done));
  await bot.login(TOKEN);
  await ready;
  assertEqual(bot.user.username, "Magpie");
  assertEqual(bot.application.id, bot.user.id, "the application's id");
  await guild().members.fetch();
  assertTrue(member() && member(GUEST), "the guild's members are known");
  bot.user.setPresence({ activities: [{ name: "a tour", type: ActivityType.Playing }], status: "idle" });
  assertEqual((await bot.application.fetch()).id, bot.application.id);
});

step("register commands", async () => {
  const { String, Integer, Boolean, User, Channel, Role, Attachment, Subcommand, SubcommandGroup } =
    ApplicationCommandOptionType;
  const option = (type, name, more) => ({ type, name, description: name, ...more });
  const wanted = [
    {
      name: "echo",
      description: "Says it again",
      options: [option(String, "text", { required: true }), option(Integer, "times", { minValue: 1, maxValue: 3 })],
    },
    { name: "later", description: "Answers later", descriptionLocalizations: { fr: "Plus tard" } },
    { name: "several", description: "Answers several times" },
    {
      name: "city",
      description: "Chooses a city",
      options: [option(String, "name", { required: true, autocomplete: true })],
    },
    {
      name: "deep",
      description: "Groups",
      options: [
        option(SubcommandGroup, "deeper", {
          options: [
            option(Subcommand, "lowest", {
              options: [
                option(User, "who", { required: true }),
                option(Channel, "where", { required: true, channelTypes: [ChannelType.GuildText] }),
                option(Role, "role", { required: true }),
              ],
            }),
          ],
        }),
      ],
    },
    { name: "panel", description: "Shows buttons and selects", options: [option(Boolean, "second")] },
    { name: "form", description: "Opens a form", options: [option(Integer, "which")] },
    { name: "upload", description: "Sends the file back", options: [option(Attachment, "file", { required: true })] },
    { name: "layout", description: "Shows a layout" },
    { name: "Greet them", type: ApplicationCommandType.User },
    { name: "Quote it", type: ApplicationCommandType.Message },
  ];
  await bot.application.commands.set(wanted);
  const found = await bot.application.commands.fetch({ withLocalizations: true });
  assertEqual(new Set(found.map((it) => it.name)), new Set(wanted.map((it) => it.name)), "what is read back");
  const once = await guild().commands.create({ name: "once", description: "Only here" });
  await once.edit({ description: "Only here, for now" });
  await once.delete();
  assertEqual((await guild().commands.fetch()).size, 0);
});

step("reply", async () => {
  const shown = await command("echo", { text: "hi", times: 3 });
  assertEqual([shown.message.content, shown.ephemeral], ["hi hi hi", false]);
  assertEqual((await command("echo", { text: "psst", times: 2 })).ephemeral, true);
  const options = { who: GUEST, where: "help", role: "mag" };
  assertEqual((await command("deep deeper lowest", options)).message.content, "deeper lowest guest help mag");
});

step("defer and edit", async () => {
  const shown = await command("later");
  assertEqual([shown.deferred, shown.message.content], [true, "done"]);
});

step("follow up", async () => {
  await command("several");
  const last = async () => (await messages(ROOM, MEMBER)).slice(-3).map((message) => message.content);
  await waitUntil("the follow-ups", async () => `${await last()}` === "first, edited,second, edited,fourth");
});

step("autocomplete", async () => {
  const choices = await complete("city", { name: "Br" }, "name");
  assertEqual(
    choices.map((choice) => choice.value),
    ["Brisbane", "Brussels"],
  );
});

step("buttons", async () => {
  const shown = (await command("panel")).message;
  const pressed = (await click(shown.id, "press")).message;
  assertEqual([pressed.id, pressed.content], [shown.id, "pressed"]);
  assertEqual(pressed.components[0].components[0].disabled, true);
});

step("every select", async () => {
  const first = (await command("panel")).message.id;
  const second = (await command("panel", { second: true })).message.id;
  for (const [message, select, values, expected] of [
    [first, "words", ["two", "three"], "words two,three"],
    [first, "user", [GUEST], "user guest"],
    [first, "role", ["helpdesk"], "role helpdesk"],
    [second, "any", [GUEST, "mag"], "any guest mag"],
  ]) {
    assertEqual((await click(message, select, values)).message.content, expected);
  }
  await click(second, "channel", ["help"]);
  await waitUntil("the answer", async () => (await messages()).at(-1).content === "channel help");
});

step("modals", async () => {
  const opened = await command("form");
  assertEqual(opened.modal.title, "A form");
  assertEqual((await submit(opened, { title: "T", body: "two\nlines" })).message.content, "form T two\nlines");
});

step("modals with selects and uploads", async () => {
  const opened = await command("form", { which: 1 });
  const file = { filename: "a.txt", content: "proof" };
  const shown = await submit(opened, { word: ["A"], person: [GUEST], proof: [file] });
  await waitUntil("the answer", async () => (await messages()).at(-1).content === "form a guest proof");
  assertTrue(shown.acked_ms !== null, "it was answered in time");
});

step("modals with choices", async () => {
  const opened = await command("form", { which: 2 });
  const shown = await submit(opened, { one: "blue", more: ["x", "z"], yes: true });
  assertEqual(shown.message.content, "form blue x,z true");
});

step("components V2", async () => {
  const shown = (await command("layout")).message;
  assertEqual((await click(shown.id, "inside")).message.content, "from the box");
});

step("uploads", async () => {
  const shown = await command("upload", { file: { filename: "a.txt", content: "words" } });
  assertEqual(
    shown.message.attachments.map((file) => file.filename),
    ["a.txt"],
  );
  const file = (name, description) => new AttachmentBuilder(Buffer.from(name), { name, description });
  let sent = await room().send({ content: "two", files: [file("1.txt", "one")] });
  assertEqual(await (await fetch(sent.attachments.first().url)).text(), "1.txt");
  assertEqual(sent.attachments.first().description, "one");
  sent = await sent.edit({ attachments: [], files: [file("2.txt")] });
  assertEqual(
    sent.attachments.map((it) => it.name),
    ["2.txt"],
  );
  const theirs = await post("mine", { files: [{ filename: "b.csv", content: "x,y" }] });
  const found = await room().messages.fetch({ message: theirs.id, force: true });
  assertEqual(await (await fetch(found.attachments.first().url)).text(), "x,y");
});

step("context menus", async () => {
  assertEqual((await menu("Greet them", GUEST)).message.content, "Hello, guest");
  const posted = await post("to be quoted");
  assertEqual((await menu("Quote it", posted.id)).message.content, "> to be quoted");
});

step("edit, delete, pin, embed", async () => {
  const embed = new EmbedBuilder().setTitle("T").setDescription("D").setColor(0x2e86ab).setTimestamp();
  embed.addFields({ name: "n", value: "v" }).setFooter({ text: "f" });
  let sent = await room().send({ content: "words", embeds: [embed], nonce: "a-nonce", enforceNonce: true });
  assertEqual(sent.embeds[0].fields[0].value, "v");
  sent = await sent.edit({ content: "other words", embeds: [] });
  assertEqual([sent.content, sent.embeds.length], ["other words", 0]);
  await sent.pin();
  assertEqual(
    (await room().messages.fetchPins()).items.map((pin) => pin.message.id),
    [sent.id],
  );
  await sent.unpin();
  const answer = await sent.reply({ content: "a reply", allowedMentions: { repliedUser: false } });
  assertEqual((await answer.fetchReference()).content, "other words");
  await answer.delete();
  await room().bulkDelete([sent, await room().send("gone")]);
  await assertRefused(10008, room().messages.fetch({ message: sent.id, force: true }));
});

step("reactions", async () => {
  let sent = await room().send("react");
  await sent.react("👍");
  await react(sent.id, "👍");
  await react(sent.id, "🎉");
  await waitUntil("the event", () => seen.includes(`${sent.id} 🎉`));
  sent = await room().messages.fetch({ message: sent.id, force: true });
  const counts = (message) => message.reactions.cache.map((it) => [it.emoji.name, it.count, it.me]);
  assertEqual(counts(sent), [
    ["👍", 2, true],
    ["🎉", 1, false],
  ]);
  await sent.reactions.resolve("👍").users.remove();
  await sent.reactions.resolve("🎉").remove();
  await waitUntil("their removal", async () => {
    sent = await room().messages.fetch({ message: sent.id, force: true });
    return `${counts(sent)}` === "👍,1,false";
  });
  await sent.reactions.removeAll();
});

step("private threads", async () => {
  const inbox = room("inbox");
  const thread = await inbox.threads.create({ name: "for one", type: ChannelType.PrivateThread, invitable: false });
  await thread.members.add(member().id);
  const inside = await thread.members.fetch({ withMember: true });
  assertEqual(new Set(inside.keys()), new Set([bot.user.id, member().id]));
  await thread.send("only for you");
  assertEqual((await messages(thread.id, MEMBER)).at(-1).content, "only for you");
  assertTrue((await messages(thread.id, GUEST).catch(() => true)) === true, "a stranger reads no private thread");
  await post("thank you", { channel: thread.id });
  await waitUntil("the member's answer", () => seen.includes("thank you"));
  await thread.setLocked(true);
  await thread.setArchived(true);
  assertEqual(
    (await inbox.threads.fetchArchived({ type: "private", fetchAll: true })).threads.map((it) => it.id),
    [thread.id],
  );
  await thread.setArchived(false);
  await thread.members.remove(member().id);
  await thread.delete();
  const theirs = await call("POST", "/api/threads", { as: GUEST, channel: "help", name: "mine", type: "public" });
  await waitUntil("a member's thread", () => guild().channels.cache.get(theirs.id));
});

step("direct messages", async () => {
  await member().send("hello");
  assertEqual((await inbox()).at(-1).content, "hello");
  await post("hello back", { channel: "dm" });
  await waitUntil("the answer", () => seen.includes("hello back"));
  await call("PATCH", `/api/members/${GUEST}`, { dms_open: false });
  await assertRefused(50007, member(GUEST).send("hello"));
});

step("channel webhooks", async () => {
  await assertRefused(50013, room().createWebhook({ name: "Relay" }));
  await grant(...EVERYTHING, "MANAGE_WEBHOOKS");
  await waitUntil("the permission", () => room().permissionsFor(bot.user).has("ManageWebhooks"));
  const made = await room().createWebhook({ name: "Relay" });
  assertEqual(
    (await room().fetchWebhooks()).map((webhook) => webhook.id),
    [made.id],
  );
  const sent = await made.send({ content: "relayed", username: "Somebody" });
  assertEqual((await messages()).at(-1).author.name, "Somebody");
  await made.editMessage(sent.id, "relayed again");
  assertEqual((await made.fetchMessage(sent.id)).content, "relayed again");
  const anonymous = new WebhookClient({ id: made.id, token: made.token }, { rest: { api: `${URL}/api` } });
  await anonymous.send("from outside");
  assertEqual((await messages()).at(-1).content, "from outside");
  await made.deleteMessage(sent.id);
  await made.edit({ name: "Other" });
  await made.delete();
  assertEqual((await room().fetchWebhooks()).size, 0);
});

step("pagination", async () => {
  for (let number = 0; number < 120; number += 1) await post(`number ${number}`, { channel: "help" });
  const found = [];
  for (let before; ; before = found.at(-1).id) {
    const page = await room("help").messages.fetch({ limit: 100, before, cache: false });
    if (page.size === 0) break;
    found.push(...page.values());
  }
  const numbers = found.map((message) => message.content).filter((words) => words.startsWith("number"));
  assertEqual(
    numbers,
    Array.from({ length: 120 }, (_, index) => `number ${119 - index}`),
    "the history",
  );
  const later = await room("help").messages.fetch({ after: found[50].id, limit: 100 });
  assertEqual(new Set(later.keys()), new Set(found.slice(0, 50).map((message) => message.id)), "what came later");
  let sent = await room("help").send("react, all of you");
  for (let number = 0; number < 70; number += 1) {
    await call("POST", "/api/members", { handle: `extra-${number}`, name: "", roles: [], locale: "fr" });
  }
  const people = (await state()).members.map((person) => person.handle).slice(0, -1);
  for (const handle of people) await react(sent.id, "👍", handle);
  sent = await room("help").messages.fetch({ message: sent.id, force: true });
  const users = [];
  for (let after; ; after = users.at(-1).id) {
    const page = await sent.reactions.resolve("👍").users.fetch({ limit: 100, after });
    if (page.size === 0) break;
    users.push(...page.values());
  }
  assertEqual(users.map((user) => user.username).sort(), [...people].sort(), "everybody who reacted, nobody twice");
  const members = [];
  for (let after; ; after = members.at(-1).id) {
    const page = await guild().members.list({ limit: 50, after, cache: false });
    if (page.size === 0) break;
    members.push(...page.values());
  }
  assertEqual(members.length, people.length + 2, "the members");
  assertEqual([...(await bot.guilds.fetch()).keys()], [guild().id]);
  assertEqual((await bot.guilds.fetch({ after: guild().id })).size, 0);
});

step("rate limits", async () => {
  await fault("POST /channels/*/messages", { status: 429, retry_after: 0.3 });
  assertEqual((await room().send("after a limit")).content, "after a limit");
  const sent = await Promise.all(Array.from({ length: 7 }, (_, number) => room("announcements").send(`${number}`)));
  assertEqual(new Set(sent.map((message) => message.id)).size, 7);
  await fault("GET /channels/*/messages/*", { delay_ms: 300 });
  assertEqual((await sent[0].fetch()).content, "0");
});

step("moderation is noticed", async () => {
  await call("PATCH", "/api/channels/help", { name: "help-desk" });
  await waitUntil("the new name", () => room("help-desk"));
  await call("DELETE", "/api/channels/help-desk");
  await waitUntil("the deletion", () => !room("help-desk"));
  await call("DELETE", "/api/roles/helpdesk");
  await waitUntil("the role's deletion", () => !guild().roles.cache.some((role) => role.name === "helpdesk"));
  await call("PATCH", "/api/channels/announcements", { overwrites: [{ role: "Magpie", deny: ["SEND_MESSAGES"] }] });
  await assertRefused(50013, room("announcements").send("no"));
});

step("resume", async () => {
  for (const action of ["drop", "reconnect", "invalid_session_resumable"]) {
    const before = counts.resumed;
    await gateway(action);
    const words = `while away: ${action}`;
    await post(words);
    await waitUntil(`RESUMED after ${action}`, () => counts.resumed > before);
    await waitUntil("what was missed", () => seen.includes(words));
    assertEqual(seen.filter((it) => it === words).length, 1, "how often it came");
  }
  assertEqual(counts.readied, 1, "the sessions so far");
  await gateway("invalid_session");
  await waitUntil("a new session", () => counts.readied === 2);
  assertEqual((await command("echo", { text: "still here" })).message.content, "still here");
});

step("log out", async () => {
  await bot.destroy();
  await waitUntil("the end of the connection", () =>
    gateway("heartbeat").then(
      () => false,
      () => true,
    ),
  );
});

await run("discord.js");
process.exit(0);
