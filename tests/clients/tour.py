"""discord.py plays its tour: every step uses the library as its documentation shows, and checks what members see.

Nothing of the library is replaced but the two addresses.
"""

import asyncio
import io

import discord
import yarl
from discord import app_commands, ui

from steps import *

discord.http.Route.BASE = f"{URL}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(URL.replace("http", "ws", 1) + "/gateway")

EVERYTHING = [
    "VIEW_CHANNEL", "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS", "CREATE_PUBLIC_THREADS", "CREATE_PRIVATE_THREADS",
    "MANAGE_THREADS", "MANAGE_MESSAGES", "PIN_MESSAGES", "EMBED_LINKS", "ATTACH_FILES", "READ_MESSAGE_HISTORY",
    "ADD_REACTIONS", "MENTION_EVERYONE",
]  # fmt: skip

intents = discord.Intents.default()
intents.members = intents.message_content = True


class Bot(discord.Client):
    def __init__(self):
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)
        self.seen = []
        self.resumed = self.readied = 0

    async def on_ready(self):
        self.readied += 1

    async def on_resumed(self):
        self.resumed += 1

    async def on_message(self, message):
        self.seen.append(("message", message.id, message.content))

    async def on_raw_reaction_add(self, event):
        self.seen.append(("reaction", event.message_id, str(event.emoji)))

    async def on_error(self, event, *_):
        problems.append(f"{event}: {__import__('sys').exc_info()[1]!r}")

    def room(self, name=ROOM):
        return discord.utils.get(self.guilds[0].text_channels, name=name)

    def member(self, handle=MEMBER):
        return discord.utils.get(self.guilds[0].members, name=handle)


bot = Bot()
tree = bot.tree


@tree.error
async def failed(interaction, error):
    problems.append(repr(error))


@tree.command(description="Says it again")
@app_commands.describe(text="What to say")
async def echo(interaction: discord.Interaction, text: str, times: app_commands.Range[int, 1, 3] = 1):
    await interaction.response.send_message(" ".join([text] * times), ephemeral=times == 2)


@tree.command(description="Answers later")
async def later(interaction: discord.Interaction):
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content="done", allowed_mentions=discord.AllowedMentions.none())


@tree.command(description="Answers several times")
async def several(interaction: discord.Interaction):
    await interaction.response.send_message("first")
    second = await interaction.followup.send("second", wait=True)
    third = await interaction.followup.send("third", ephemeral=True, wait=True)
    await interaction.followup.edit_message(second.id, content="second, edited")
    await interaction.followup.delete_message(third.id)
    await interaction.edit_original_response(content="first, edited")
    fourth = await interaction.followup.send("fourth", silent=True, wait=True)
    same((await interaction.original_response()).content, "first, edited")
    same((await interaction.followup.fetch_message(fourth.id)).content, "fourth")


@tree.command(description="Chooses a city")
async def city(interaction: discord.Interaction, name: str):
    await interaction.response.send_message(f"You chose {name}")


@city.autocomplete("name")
async def cities(interaction: discord.Interaction, current: str):
    names = ["Brisbane", "Brussels", "La Paz"]
    return [app_commands.Choice(name=name, value=name) for name in names if name.startswith(current)]


deep = app_commands.Group(name="deep", description="Groups")
deeper = app_commands.Group(name="deeper", description="Groups below", parent=deep)
tree.add_command(deep)


@deeper.command(description="The lowest one")
async def lowest(
    interaction: discord.Interaction, who: discord.Member, where: discord.TextChannel, role: discord.Role
):
    await interaction.response.send_message(f"{who.name} {where.name} {role.name}")


class Panel(ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @ui.button(label="Press", style=discord.ButtonStyle.primary, custom_id="press", emoji="👍")
    async def press(self, interaction, button):
        button.disabled = True
        await interaction.response.edit_message(content="pressed", view=self)

    @ui.select(
        custom_id="words",
        placeholder="Words",
        max_values=2,
        options=[discord.SelectOption(label=word.title(), value=word) for word in ["one", "two", "three"]],
    )
    async def words(self, interaction, select):
        await interaction.response.send_message(f"words {select.values}", ephemeral=True)

    @ui.select(cls=ui.UserSelect, custom_id="user")
    async def user(self, interaction, select):
        await interaction.response.send_message(f"user {[user.name for user in select.values]}", ephemeral=True)

    @ui.select(cls=ui.RoleSelect, custom_id="role")
    async def role(self, interaction, select):
        await interaction.response.send_message(f"role {[role.name for role in select.values]}", ephemeral=True)


class Panel2(ui.View):
    @ui.select(cls=ui.MentionableSelect, custom_id="any", max_values=2)
    async def any(self, interaction, select):
        await interaction.response.send_message(f"any {[it.name for it in select.values]}", ephemeral=True)

    @ui.select(cls=ui.ChannelSelect, custom_id="channel", channel_types=[discord.ChannelType.text])
    async def channel(self, interaction, select):
        await interaction.response.defer()
        await interaction.followup.send(f"channel {[it.name for it in select.values]}", ephemeral=True)


@tree.command(description="Shows buttons and selects")
async def panel(interaction: discord.Interaction, second: bool = False):
    await interaction.response.send_message("panel", view=Panel2() if second else Panel())


class Form(ui.Modal, title="A form"):
    title_field = ui.TextInput(label="Title", custom_id="title", max_length=20)
    body = ui.TextInput(label="Body", custom_id="body", style=discord.TextStyle.paragraph, required=False)

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"form {self.title_field.value!r} {self.body.value!r}")


class NewForm(ui.Modal, title="A newer form"):
    intro = ui.TextDisplay("Please fill it in")
    word = ui.Label(text="Word", component=ui.Select(custom_id="word", options=[discord.SelectOption(label="A")]))
    person = ui.Label(text="Person", component=ui.UserSelect(custom_id="person"))
    proof = ui.Label(text="Proof", component=ui.FileUpload(custom_id="proof", max_values=2))

    async def on_submit(self, interaction):
        names = [self.word.component.values[0], self.person.component.values[0].name]
        files = [await file.read() for file in self.proof.component.values]
        await interaction.response.send_message(f"form {names} {files}")


class LastForm(ui.Modal, title="The newest form"):
    one = ui.Label(
        text="One",
        component=ui.RadioGroup(
            custom_id="one", options=[discord.RadioGroupOption(label=word, value=word) for word in ["red", "blue"]]
        ),
    )
    more = ui.Label(
        text="More",
        component=ui.CheckboxGroup(
            custom_id="more", options=[discord.CheckboxGroupOption(label=word, value=word) for word in ["x", "y", "z"]]
        ),
    )
    yes = ui.Label(text="Yes", component=ui.Checkbox(custom_id="yes"))

    async def on_submit(self, interaction):
        one, more, yes = self.one.component.value, self.more.component.values, self.yes.component.value
        await interaction.response.send_message(f"form {one} {more} {yes}")


@tree.command(description="Opens a form")
async def form(interaction: discord.Interaction, which: int = 0):
    await interaction.response.send_modal([Form, NewForm, LastForm][which]())


@tree.command(description="Sends the file back")
async def upload(interaction: discord.Interaction, file: discord.Attachment):
    words = await file.read()
    await interaction.response.send_message("back", file=discord.File(io.BytesIO(words.upper()), file.filename))


@tree.context_menu(name="Greet them")
async def greet(interaction: discord.Interaction, member: discord.Member):
    await interaction.response.send_message(f"Hello, {member.name}", ephemeral=True)


@tree.context_menu(name="Quote it")
async def quote(interaction: discord.Interaction, message: discord.Message):
    await interaction.response.send_message(f"> {message.content}")


class Layout(ui.LayoutView):
    def __init__(self):
        super().__init__(timeout=None)
        row = ui.ActionRow()
        button = ui.Button(label="Inside", custom_id="inside")
        button.callback = self.inside
        row.add_item(button)
        section = ui.Section("A section", accessory=ui.Thumbnail("https://example.org/a.png"))
        self.add_item(ui.Container(ui.TextDisplay("# In a box"), section, ui.Separator(), row, accent_colour=0x2E86AB))

    async def inside(self, interaction):
        await interaction.response.send_message("from the box", ephemeral=True)


@tree.command(description="Shows a layout")
async def layout(interaction: discord.Interaction):
    await interaction.response.send_message(view=Layout())


@step("log in")
async def log_in():
    await bot.login(TOKEN)
    bot.task = asyncio.create_task(bot.connect())
    await asyncio.wait_for(bot.wait_until_ready(), 20)
    same(bot.user.name, "Magpie")
    same(bot.application_id, bot.user.id, "the application's id")
    holds(bot.guilds[0].chunked and bot.member() is not None, "the guild's members are known")
    await bot.change_presence(activity=discord.Game("a tour"), status=discord.Status.idle)


@step("register commands")
async def register():
    registered = await tree.sync()
    names = {command.name for command in registered}
    holds({"echo", "deep", "Greet them", "Quote it"} <= names, f"all are there: {names}")
    same({command.name for command in await tree.fetch_commands()}, names, "what is read back")
    await tree.sync(guild=bot.guilds[0])


@step("reply")
async def reply():
    shown = await command("echo", {"text": "hi", "times": 3})
    same((shown["message"]["content"], shown["ephemeral"]), ("hi hi hi", False))
    same((await command("echo", {"text": "psst", "times": 2}))["ephemeral"], True)
    options = {"who": GUEST, "where": "help", "role": "mag"}
    same((await command("deep deeper lowest", options))["message"]["content"], "guest help mag")


@step("defer and edit")
async def defer():
    shown = await command("later")
    same((shown["deferred"], shown["message"]["content"]), (True, "done"))


@step("follow up")
async def follow_up():
    await command("several")
    words = ["first, edited", "second, edited", "fourth"]
    last = lambda found: [message["content"] for message in found][-3:]
    await until("the follow-ups", lambda: _last_are(last, words))


async def _last_are(last, words):
    return last(await messages(who=MEMBER)) == words


@step("autocomplete")
async def autocomplete():
    same([choice["value"] for choice in await complete("city", {"name": "Br"}, "name")], ["Brisbane", "Brussels"])


@step("buttons")
async def buttons():
    shown = (await command("panel"))["message"]
    pressed = (await click(shown["id"], "press"))["message"]
    same((pressed["id"], pressed["content"]), (shown["id"], "pressed"))
    same(pressed["components"][0]["components"][0]["disabled"], True)


@step("every select")
async def selects():
    first = (await command("panel"))["message"]["id"]
    second = (await command("panel", {"second": True}))["message"]["id"]
    for message, select, values, expected in [
        (first, "words", ["two", "three"], "words ['two', 'three']"),
        (first, "user", [GUEST], "user ['guest']"),
        (first, "role", ["helpdesk"], "role ['helpdesk']"),
        (second, "any", [GUEST, "mag"], "any ['guest', 'mag']"),
    ]:
        same((await click(message, select, values))["message"]["content"], expected)
    await click(second, "channel", ["help"])
    await until("the answer to the channel select", lambda: _last_is("channel ['help']"))


async def _last_is(words, who=MEMBER):
    return (await messages(who=who))[-1]["content"] == words


@step("modals")
async def modals():
    opened = await command("form")
    same(opened["modal"]["title"], "A form")
    shown = await submit(opened, {"title": "T", "body": "two\nlines"})
    same(shown["message"]["content"], "form 'T' 'two\\nlines'")


@step("modals with selects and uploads")
async def newer_modals():
    opened = await command("form", {"which": 1})
    file = {"filename": "a.txt", "content": "proof"}
    shown = await submit(opened, {"word": ["A"], "person": [GUEST], "proof": [file]})
    same(shown["message"]["content"], "form ['A', 'guest'] [b'proof']")
    opened = await command("form", {"which": 2})
    shown = await submit(opened, {"one": "blue", "more": ["x", "z"], "yes": True})
    same(shown["message"]["content"], "form blue ['x', 'z'] True")


@step("components V2")
async def components_v2():
    shown = (await command("layout"))["message"]
    same((await click(shown["id"], "inside"))["message"]["content"], "from the box")


@step("uploads")
async def uploads():
    shown = await command("upload", {"file": {"filename": "a.txt", "content": "words"}})
    same([file["filename"] for file in shown["message"]["attachments"]], ["a.txt"])
    sent = await bot.room().send("two", files=[discord.File(io.BytesIO(b"1"), "1.txt", description="one")] * 1)
    same((sent.attachments[0].description, await sent.attachments[0].read()), ("one", b"1"))
    sent = await sent.edit(attachments=[discord.File(io.BytesIO(b"2"), "2.txt")])
    same([(file.filename, await file.read()) for file in sent.attachments], [("2.txt", b"2")])
    theirs = await post("mine", files=[{"filename": "b.csv", "content": "x,y"}])
    found = await bot.room().fetch_message(int(theirs["id"]))
    same(await found.attachments[0].read(), b"x,y")


@step("context menus")
async def context_menus():
    same((await menu("Greet them", GUEST))["message"]["content"], "Hello, guest")
    posted = await post("to be quoted")
    same((await menu("Quote it", posted["id"]))["message"]["content"], "> to be quoted")


@step("edit, delete, pin, embed")
async def edit_delete():
    embed = discord.Embed(title="T", description="D", colour=0x2E86AB, timestamp=discord.utils.utcnow())
    embed.add_field(name="n", value="v").set_footer(text="f")
    sent = await bot.room().send("words", embed=embed, nonce="a-nonce")
    same(sent.embeds[0].fields[0].value, "v")
    sent = await sent.edit(content="other words", embed=None, suppress=False)
    same((sent.content, sent.embeds), ("other words", []))
    await sent.pin()
    same([pin.id async for pin in bot.room().pins()], [sent.id])
    await sent.unpin()
    answer = await sent.reply("a reply", mention_author=False)
    same(answer.reference.resolved.content, "other words")
    await answer.delete()
    await bot.room().delete_messages([sent, await bot.room().send("gone")])
    try:
        await bot.room().fetch_message(sent.id)
    except discord.NotFound as error:
        same(error.code, 10008)
    else:
        raise AssertionError("a deleted message was found")


@step("reactions")
async def reactions():
    sent = await bot.room().send("react")
    await sent.add_reaction("👍")
    await react(sent.id, "👍")
    await react(sent.id, "🎉")
    await until("the event", lambda: ("reaction", sent.id, "🎉") in bot.seen)
    sent = await bot.room().fetch_message(sent.id)
    same([(str(it), it.count, it.me) for it in sent.reactions], [("👍", 2, True), ("🎉", 1, False)])
    await sent.remove_reaction("👍", bot.user)
    await sent.clear_reaction("🎉")
    sent = await bot.room().fetch_message(sent.id)
    same([(str(it), it.count) for it in sent.reactions], [("👍", 1)])
    await sent.clear_reactions()


@step("private threads")
async def private_threads():
    room = bot.room("inbox")
    thread = await room.create_thread(name="for one", type=discord.ChannelType.private_thread, invitable=False)
    await thread.add_user(bot.member())
    same({member.id for member in await thread.fetch_members()}, {bot.user.id, bot.member().id})
    await thread.send("only for you")
    same((await messages(thread.id, MEMBER))[-1]["content"], "only for you")
    try:
        await messages(thread.id, GUEST)
    except Refused:
        pass
    else:
        raise AssertionError("a stranger reads a private thread")
    await post("thank you", channel=thread.id)
    await until("the member's answer", lambda: any(it[2] == "thank you" for it in bot.seen))
    await thread.edit(archived=True, locked=True)
    same([it.id async for it in room.archived_threads(private=True)], [thread.id])
    await thread.edit(archived=False, locked=False)
    await thread.remove_user(bot.member())
    await thread.delete()
    theirs = await call("POST", "/api/threads", {"as": GUEST, "channel": "help", "name": "mine", "type": "public"})
    await until("a member's thread", lambda: bot.guilds[0].get_thread(int(theirs["id"])))


@step("direct messages")
async def direct_messages():
    await bot.member().send("hello")
    same((await inbox())[-1]["content"], "hello")
    await post("hello back", channel="dm")
    await until("the answer", lambda: any(it[2] == "hello back" for it in bot.seen))
    await call("PATCH", f"/api/members/{GUEST}", {"dms_open": False})
    try:
        await bot.member(GUEST).send("hello")
    except discord.Forbidden as error:
        same(error.code, 50007)
    else:
        raise AssertionError("closed direct messages were opened")


@step("channel webhooks")
async def webhooks():
    try:
        await bot.room().create_webhook(name="Relay")
    except discord.Forbidden as error:
        same(error.code, 50013)
    await grant(*EVERYTHING, "MANAGE_WEBHOOKS")
    await until("the permission", lambda: bot.room().permissions_for(bot.guilds[0].me).manage_webhooks)
    made = await bot.room().create_webhook(name="Relay")
    same([webhook.id for webhook in await bot.room().webhooks()], [made.id])
    sent = await made.send("relayed", username="Somebody", wait=True)
    same((await messages())[-1]["author"]["name"], "Somebody")
    await sent.edit(content="relayed again")
    same((await made.fetch_message(sent.id)).content, "relayed again")
    anonymous = discord.SyncWebhook.partial(made.id, made.token)
    await asyncio.to_thread(anonymous.send, "from outside")
    same((await messages())[-1]["content"], "from outside")
    await sent.delete()
    await made.edit(name="Other")
    await made.delete()
    same(await bot.room().webhooks(), [])


@step("pagination")
async def pagination():
    for number in range(120):
        await post(f"number {number}", channel="help")
    found = [message async for message in bot.room("help").history(limit=None)]
    numbers = [message.content for message in found if message.content.startswith("number")]
    same(numbers, [f"number {number}" for number in reversed(range(120))], "the history")
    later = [message.content async for message in bot.room("help").history(after=found[50], limit=None)]
    same(later, [message.content for message in reversed(found[:50])], "what came later")
    sent = await bot.room("help").send("react, all of you")
    for number in range(70):
        await call("POST", "/api/members", {"handle": f"extra-{number}", "name": "", "roles": [], "locale": "fr"})
    people = [member["handle"] for member in (await state())["members"]][:-1]
    for handle in people:
        await react(sent.id, "👍", handle)
    sent = await sent.channel.fetch_message(sent.id)
    users = [user async for user in sent.reactions[0].users()]
    same({user.name for user in users}, set(people), "everybody who reacted")
    holds(len(users) == len(people) > 100, "nobody twice, on more than a page")
    after = [user.id async for user in sent.reactions[0].users(after=users[9])]
    same(after, [user.id for user in users[10:]], "those after the tenth")
    members = [member async for member in bot.guilds[0].fetch_members(limit=None)]
    same(len(members), len(people) + 2, "the members")
    same([guild.id async for guild in bot.fetch_guilds()], [bot.guilds[0].id])
    same([guild.id async for guild in bot.fetch_guilds(after=bot.guilds[0])], [])


@step("rate limits")
async def rate_limits():
    await fault("POST /channels/*/messages", status=429, retry_after=0.3)
    same((await bot.room().send("after a limit")).content, "after a limit")
    sent = await asyncio.gather(*[bot.room("announcements").send(str(number)) for number in range(7)])
    same(len({message.id for message in sent}), 7)
    await fault("GET /channels/*/messages/*", delay_ms=300)
    same((await sent[0].fetch()).content if hasattr(sent[0], "fetch") else "0", "0")


@step("moderation is noticed")
async def moderation():
    await call("PATCH", "/api/channels/help", {"name": "help-desk"})
    await until("the new name", lambda: bot.room("help-desk"))
    await call("DELETE", "/api/channels/help-desk")
    await until("the deletion", lambda: bot.room("help-desk") is None)
    await call("DELETE", "/api/roles/helpdesk")
    await until("the role's deletion", lambda: discord.utils.get(bot.guilds[0].roles, name="helpdesk") is None)
    deny = [{"role": "Magpie", "deny": ["SEND_MESSAGES"]}]
    await call("PATCH", "/api/channels/announcements", {"overwrites": deny})
    try:
        await bot.room("announcements").send("no")
    except discord.Forbidden as error:
        same(error.code, 50013)
    else:
        raise AssertionError("a denied message was sent")


@step("resume")
async def resume():
    for action in ["drop", "reconnect", "invalid_session_resumable"]:
        before = bot.resumed
        await gateway(action)
        words = f"while away: {action}"
        await post(words)
        await until(f"RESUMED after {action}", lambda: bot.resumed > before)
        await until("what was missed", lambda: any(it[2] == words for it in bot.seen))
        same(sum(it[2] == words for it in bot.seen), 1, "how often it came")
    same(bot.readied, 1, "the sessions so far")
    await gateway("invalid_session")
    await until("a new session", lambda: bot.readied == 2)
    same((await command("echo", {"text": "still here"}))["message"]["content"], "still here")


@step("log out")
async def log_out():
    await bot.close()
    await bot.task


asyncio.run(run("discord.py"))
