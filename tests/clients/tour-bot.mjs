// The bot in the tour of discord.js. Nothing in the library is replaced: the address of the REST API is an option of
// discord.js, and the API returns the address of the gateway.

import { createRequire } from "node:module";

import { MEMBER, ROOM, URL, assertEqual, problems } from "./steps.mjs";

export const library = createRequire(`${process.env.MAGPIE_NODE_FOLDER}/`)("discord.js");
const {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  Client,
  ContainerBuilder,
  Events,
  FileUploadBuilder,
  GatewayIntentBits,
  LabelBuilder,
  MentionableSelectMenuBuilder,
  MessageFlags,
  ModalBuilder,
  Partials,
  RoleSelectMenuBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} = library;

export const bot = new Client({
  intents: [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMembers,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.GuildMessageReactions,
    GatewayIntentBits.GuildMessagePolls,
    GatewayIntentBits.GuildWebhooks,
    GatewayIntentBits.DirectMessages,
    GatewayIntentBits.DirectMessagePolls,
    GatewayIntentBits.MessageContent,
  ],
  partials: [Partials.Channel, Partials.Message, Partials.Reaction],
  rest: { api: `${URL}/api` },
});
export const seen = [];
export const counts = { resumed: 0, readied: 0 };
bot.on(Events.MessageCreate, (message) => seen.push(message.content));
bot.on(Events.MessageReactionAdd, (reaction) => seen.push(`${reaction.message.id} ${reaction.emoji.name}`));
bot.on(Events.ShardResume, () => (counts.resumed += 1));
bot.on(Events.ShardReady, () => (counts.readied += 1));
bot.on(Events.Error, (error) => problems.push(`${error}`));

export const guild = () => bot.guilds.cache.first();
export const room = (name = ROOM) => guild().channels.cache.find((it) => it.name === name && !it.isThread());
export const member = (handle = MEMBER) => guild().members.cache.find((it) => it.user.username === handle);

const commands = {
  async echo(it) {
    const [text, times] = [it.options.getString("text"), it.options.getInteger("times") ?? 1];
    const flags = times === 2 ? MessageFlags.Ephemeral : undefined;
    await it.reply({ content: Array(times).fill(text).join(" "), flags });
  },
  async later(it) {
    await it.deferReply();
    await it.editReply({ content: "done", allowedMentions: { parse: [] } });
  },
  async several(it) {
    const answer = await it.reply({ content: "first", withResponse: true });
    assertEqual(answer.resource.message.content, "first");
    const second = await it.followUp("second");
    const third = await it.followUp({ content: "third", flags: MessageFlags.Ephemeral });
    await it.webhook.editMessage(second.id, "second, edited");
    await it.deleteReply(third.id);
    await it.editReply("first, edited");
    const fourth = await it.followUp({ content: "fourth", flags: MessageFlags.SuppressNotifications });
    assertEqual((await it.fetchReply()).content, "first, edited");
    assertEqual((await it.fetchReply(fourth.id)).content, "fourth");
  },
  city: (it) => it.reply(`You chose ${it.options.getString("name")}`),
  deep: (it) =>
    it.reply(
      [
        it.options.getSubcommandGroup(),
        it.options.getSubcommand(),
        it.options.getMember("who").user.username,
        it.options.getChannel("where").name,
        it.options.getRole("role").name,
      ].join(" "),
    ),
  async panel(it) {
    const row = (component) => new ActionRowBuilder().addComponents(component);
    const options = ["one", "two", "three"].map((value) => ({ label: value.toUpperCase(), value }));
    const first = [
      row(new ButtonBuilder().setCustomId("press").setLabel("Press").setStyle(ButtonStyle.Primary).setEmoji("👍")),
      row(new StringSelectMenuBuilder().setCustomId("words").setMaxValues(2).setOptions(options)),
      row(new UserSelectMenuBuilder().setCustomId("user")),
      row(new RoleSelectMenuBuilder().setCustomId("role")),
    ];
    const second = [
      row(new MentionableSelectMenuBuilder().setCustomId("any").setMaxValues(2)),
      row(new ChannelSelectMenuBuilder().setCustomId("channel").setChannelTypes(ChannelType.GuildText)),
    ];
    await it.reply({ content: "panel", components: it.options.getBoolean("second") ? second : first });
  },
  async form(it) {
    const input = (id, style) => new TextInputBuilder().setCustomId(id).setStyle(style);
    const modal = new ModalBuilder().setCustomId("form").setTitle("A form");
    if (it.options.getInteger("which") === 1) {
      const words = new StringSelectMenuBuilder().setCustomId("word").setOptions({ label: "A", value: "a" });
      modal.setCustomId("newer").addTextDisplayComponents(new TextDisplayBuilder().setContent("Please fill it in"));
      modal.addLabelComponents(
        new LabelBuilder().setLabel("Word").setStringSelectMenuComponent(words),
        new LabelBuilder()
          .setLabel("Person")
          .setUserSelectMenuComponent(new UserSelectMenuBuilder().setCustomId("person")),
        new LabelBuilder().setLabel("Proof").setFileUploadComponent(new FileUploadBuilder().setCustomId("proof")),
      );
    } else if (it.options.getInteger("which") === 2) {
      const options = (...words) => words.map((value) => ({ label: value, value }));
      modal.setCustomId("newest").addLabelComponents(
        new LabelBuilder()
          .setLabel("One")
          .setRadioGroupComponent((group) => group.setCustomId("one").setOptions(options("red", "blue"))),
        new LabelBuilder()
          .setLabel("More")
          .setCheckboxGroupComponent((group) => group.setCustomId("more").setOptions(options("x", "y", "z"))),
        new LabelBuilder().setLabel("Yes").setCheckboxComponent((box) => box.setCustomId("yes")),
      );
    } else {
      modal.addComponents(
        new ActionRowBuilder().addComponents(input("title", TextInputStyle.Short).setLabel("Title")),
        new ActionRowBuilder().addComponents(
          input("body", TextInputStyle.Paragraph).setLabel("Body").setRequired(false),
        ),
      );
    }
    await it.showModal(modal);
  },
  async upload(it) {
    const words = await (await fetch(it.options.getAttachment("file").url)).text();
    await it.reply({
      content: "back",
      files: [new AttachmentBuilder(Buffer.from(words.toUpperCase()), { name: "a.txt" })],
    });
  },
  "Greet them": (it) => it.reply({ content: `Hello, ${it.targetUser.username}`, flags: MessageFlags.Ephemeral }),
  "Quote it": (it) => it.reply(`> ${it.targetMessage.content}`),
  async layout(it) {
    const button = new ButtonBuilder().setCustomId("inside").setLabel("Inside").setStyle(ButtonStyle.Secondary);
    const box = new ContainerBuilder()
      .setAccentColor(0x2e86ab)
      .addTextDisplayComponents((text) => text.setContent("# In a box"))
      .addSectionComponents((section) =>
        section
          .addTextDisplayComponents((text) => text.setContent("A section"))
          .setThumbnailAccessory((picture) => picture.setURL("https://example.org/a.png")),
      )
      .addSeparatorComponents((line) => line)
      .addActionRowComponents((row) => row.addComponents(button));
    await it.reply({ components: [box], flags: MessageFlags.IsComponentsV2 });
  },
};

const components = {
  async press(it) {
    const button = ButtonBuilder.from(it.component).setDisabled(true);
    await it.update({ content: "pressed", components: [new ActionRowBuilder().addComponents(button)] });
  },
  words: (it) => it.reply({ content: `words ${it.values}`, flags: MessageFlags.Ephemeral }),
  user: (it) => it.reply(`user ${it.users.map((user) => user.username)}`),
  role: (it) => it.reply(`role ${it.roles.map((role) => role.name)}`),
  any: (it) => it.reply(`any ${it.users.map((user) => user.username)} ${it.roles.map((role) => role.name)}`),
  async channel(it) {
    await it.deferUpdate();
    await it.followUp(`channel ${it.channels.map((channel) => channel.name)}`);
  },
  form: (it) => it.reply(`form ${it.fields.getTextInputValue("title")} ${it.fields.getTextInputValue("body")}`),
  async newer(it) {
    const files = it.fields.getUploadedFiles("proof").map(async (file) => (await fetch(file.url)).text());
    const [word] = it.fields.getStringSelectValues("word");
    const person = it.fields.getSelectedUsers("person").first().username;
    await it.reply(`form ${word} ${person} ${await Promise.all(files)}`);
  },
  newest: (it) =>
    it.reply(
      `form ${it.fields.getRadioGroup("one")} ${it.fields.getCheckboxGroup("more")} ${it.fields.getCheckbox("yes")}`,
    ),
  inside: (it) => it.reply({ content: "from the box", flags: MessageFlags.Ephemeral }),
};

bot.on(Events.InteractionCreate, async (it) => {
  try {
    if (it.isAutocomplete()) {
      const names = ["Brisbane", "Brussels", "La Paz"].filter((name) => name.startsWith(it.options.getFocused()));
      await it.respond(names.map((name) => ({ name, value: name })));
    } else if (it.isCommand()) {
      await commands[it.commandName](it);
    } else {
      await components[it.customId](it);
    }
  } catch (error) {
    problems.push(`${error.stack}`);
  }
});
