"""The tour of py-cord. Only the address of the REST API is replaced: the API returns the address of the gateway."""

import asyncio
import io

import discord
from discord import ui

import commands as command_steps
import forks
from steps import *

discord.http.Route.API_BASE_URL = f"{URL}/api/v10"
intents = discord.Intents.default()
intents.members = intents.message_content = True


class Bot(discord.Bot):
    def __init__(self):
        super().__init__(intents=intents)
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

    async def on_application_command_error(self, interaction, error):
        problems.append(repr(error))

    def room(self, name=ROOM):
        return discord.utils.get(self.guilds[0].text_channels, name=name)

    def member(self, handle=MEMBER):
        return discord.utils.get(self.guilds[0].members, name=handle)


bot = Bot()


@bot.slash_command(description="Says it again")
@discord.option("text", str)
@discord.option("times", int, default=1, min_value=1, max_value=3)
async def echo(it, text, times):
    await it.respond(" ".join([text] * times), ephemeral=times == 2)


@bot.slash_command(description="Answers later")
async def later(it):
    await it.defer()
    await it.edit(content="done", allowed_mentions=discord.AllowedMentions.none())


@bot.slash_command(description="Answers several times")
async def several(it):
    await it.respond("first")
    second = await it.followup.send("second", wait=True)
    third = await it.followup.send("third", ephemeral=True, wait=True)
    await it.followup.edit_message(second.id, content="second, edited")
    await it.followup.delete_message(third.id)
    assert_equal((await it.interaction.edit_original_response(content="first, edited")).content, "first, edited")
    fourth = await it.followup.send("fourth", silent=True, wait=True)
    assert_equal((await it.followup.fetch_message(fourth.id)).content, "fourth")


async def cities(it):
    names = ["Brisbane", "Brussels", "La Paz"]
    return [name for name in names if name.startswith(it.value)]


@bot.slash_command(description="Chooses a city")
@discord.option("name", str, autocomplete=cities)
async def city(it, name):
    await it.respond(f"You chose {name}")


deep = bot.create_group("deep", "Groups")
deeper = deep.create_subgroup("deeper", "Groups below")


@deeper.command(description="The lowest one")
@discord.option("who", discord.Member)
@discord.option("where", discord.TextChannel)
@discord.option("role", discord.Role)
async def lowest(it, who, where, role):
    await it.respond(f"{who.name} {where.name} {role.name}")


class Panel(ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @ui.button(label="Press", style=discord.ButtonStyle.primary, custom_id="press", emoji="👍")
    async def press(self, button, it):
        button.disabled = True
        await it.response.edit_message(content="pressed", view=self)

    @ui.string_select(
        custom_id="words",
        placeholder="Words",
        max_values=2,
        options=[discord.SelectOption(label=word.title(), value=word) for word in ["one", "two", "three"]],
    )
    async def words(self, select, it):
        await it.response.send_message(f"words {select.values}", ephemeral=True)

    @ui.user_select(custom_id="user")
    async def user(self, select, it):
        await it.response.send_message(f"user {[user.name for user in select.values]}", ephemeral=True)

    @ui.role_select(custom_id="role")
    async def role(self, select, it):
        await it.response.send_message(f"role {[role.name for role in select.values]}", ephemeral=True)


class Panel2(ui.View):
    @ui.mentionable_select(custom_id="any", max_values=2)
    async def any(self, select, it):
        await it.response.send_message(f"any {[found.name for found in select.values]}", ephemeral=True)

    @ui.channel_select(custom_id="channel", channel_types=[discord.ChannelType.text])
    async def channel(self, select, it):
        await it.response.defer()
        await it.followup.send(f"channel {[found.name for found in select.values]}", ephemeral=True)


@bot.slash_command(description="Shows buttons and selects")
@discord.option("second", bool, default=False)
async def panel(it, second):
    await it.respond("panel", view=Panel2() if second else Panel())


class Form(ui.Modal):
    def __init__(self):
        paragraph = discord.InputTextStyle.long
        super().__init__(
            ui.InputText(label="Title", custom_id="title", max_length=20),
            ui.InputText(label="Body", custom_id="body", style=paragraph, required=False),
            title="A form",
        )

    async def callback(self, it):
        await it.response.send_message(f"form {self.children[0].value!r} {self.children[1].value!r}")


class NewForm(ui.DesignerModal):
    def __init__(self):
        self.word = ui.Select(custom_id="word", options=[discord.SelectOption(label="A")])
        self.person = ui.Select(discord.ComponentType.user_select, custom_id="person")
        self.proof = ui.FileUpload(custom_id="proof", max_values=2)
        labels = [ui.Label("Word", self.word), ui.Label("Person", self.person), ui.Label("Proof", self.proof)]
        super().__init__(ui.TextDisplay("Please fill it in"), *labels, title="A newer form")

    async def callback(self, it):
        names = [self.word.values[0], self.person.values[0].name]
        files = [await file.read() for file in self.proof.values]
        await it.response.send_message(f"form {names} {files}")


class LastForm(ui.DesignerModal):
    def __init__(self):
        self.one = ui.RadioGroup(
            custom_id="one", options=[discord.RadioGroupOption(label=word, value=word) for word in ["red", "blue"]]
        )
        self.more = ui.CheckboxGroup(
            custom_id="more", options=[discord.CheckboxGroupOption(label=word, value=word) for word in ["x", "y", "z"]]
        )
        self.yes = ui.Checkbox(custom_id="yes")
        labels = [ui.Label("One", self.one), ui.Label("More", self.more), ui.Label("Yes", self.yes)]
        super().__init__(*labels, title="The newest form")

    async def callback(self, it):
        await it.response.send_message(f"form {self.one.value} {self.more.values} {self.yes.value}")


@bot.slash_command(description="Opens a form")
@discord.option("which", int, default=0)
async def form(it, which):
    await it.send_modal([Form, NewForm, LastForm][which]())


@bot.slash_command(description="Sends the file back")
@discord.option("file", discord.Attachment)
async def upload(it, file):
    words = await file.read()
    await it.respond("back", file=discord.File(io.BytesIO(words.upper()), file.filename))


@bot.user_command(name="Greet them")
async def greet(it, member):
    await it.respond(f"Hello, {member.name}", ephemeral=True)


@bot.message_command(name="Quote it")
async def quote(it, message):
    await it.respond(f"> {message.content}")


class Layout(ui.DesignerView):
    def __init__(self):
        button = ui.Button(label="Inside", custom_id="inside")
        button.callback = self.inside
        section = ui.Section(ui.TextDisplay("A section"), accessory=ui.Thumbnail("https://example.org/a.png"))
        parts = [ui.TextDisplay("# In a box"), section, ui.Separator(), ui.ActionRow(button)]
        super().__init__(ui.Container(*parts, colour=0x2E86AB), timeout=None)

    async def inside(self, it):
        await it.response.send_message("from the box", ephemeral=True)


@bot.slash_command(description="Shows a layout")
async def layout(it):
    await it.respond(view=Layout())


@step("log in")
async def log_in():
    await bot.login(TOKEN)
    bot.task = asyncio.create_task(bot.connect())
    await asyncio.wait_for(bot.wait_until_ready(), 20)
    assert_equal(bot.user.name, "Magpie")
    assert_equal(bot.application_id, bot.user.id, "the application's id")
    assert_true(bot.guilds[0].chunked and bot.member() is not None, "the guild's members are known")
    await bot.change_presence(activity=discord.Game("a tour"), status=discord.Status.idle)


@step("register commands")
async def register_commands():
    await wait_until("all commands", _all_are_there)
    await bot.sync_commands()
    assert_true(await _all_are_there(), "they are still there")


async def _all_are_there():
    return {"echo", "deep deeper lowest", "panel", "upload"} <= set((await state())["commands"])


async def send_and_replace_files():
    sent = await bot.room().send("one", file=discord.File(io.BytesIO(b"1"), "1.txt"))
    sent = await sent.edit(attachments=[], file=discord.File(io.BytesIO(b"2"), "2.txt"))
    assert_equal([(file.filename, await file.read()) for file in sent.attachments], [("2.txt", b"2")])
    await forks.send_files(bot, discord)


command_steps.register(send_and_replace_files)
forks.register(bot, discord)
# The library has its own event loop, so `asyncio.run` cannot be used.
bot.loop.run_until_complete(run("py-cord"))
