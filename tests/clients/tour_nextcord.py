"""The tour of nextcord. Only the address of the REST API is replaced: the API returns the address of the gateway.

nextcord has no components V2, and its modals have only text inputs.
"""

import asyncio
import io

import nextcord
from nextcord import Interaction, SlashOption, ui

import commands as command_steps
import forks
from steps import *

nextcord.http.Route.BASE = f"{URL}/api/v10"
intents = nextcord.Intents.default()
intents.members = intents.message_content = True


class Bot(nextcord.Client):
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
        return nextcord.utils.get(self.guilds[0].text_channels, name=name)

    def member(self, handle=MEMBER):
        return nextcord.utils.get(self.guilds[0].members, name=handle)


bot = Bot()


@bot.slash_command(description="Says it again")
async def echo(
    it: Interaction, text: str, times: int = SlashOption(default=1, min_value=1, max_value=3, required=False)
):
    await it.response.send_message(" ".join([text] * times), ephemeral=times == 2)


@bot.slash_command(description="Answers later")
async def later(it: Interaction):
    await it.response.defer(with_message=True)
    await it.edit_original_message(content="done", allowed_mentions=nextcord.AllowedMentions.none())


@bot.slash_command(description="Answers several times")
async def several(it: Interaction):
    await it.response.send_message("first")
    second = await it.followup.send("second", wait=True)
    third = await it.followup.send("third", ephemeral=True, wait=True)
    await it.followup.edit_message(second.id, content="second, edited")
    await it.followup.delete_message(third.id)
    await it.edit_original_message(content="first, edited")
    fourth = await it.followup.send("fourth", flags=nextcord.MessageFlags(suppress_notifications=True), wait=True)
    assert_equal((await it.original_message()).content, "first, edited")
    assert_equal((await it.followup.fetch_message(fourth.id)).content, "fourth")


@bot.slash_command(description="Chooses a city")
async def city(it: Interaction, name: str):
    await it.response.send_message(f"You chose {name}")


@city.on_autocomplete("name")
async def cities(it: Interaction, current: str):
    names = ["Brisbane", "Brussels", "La Paz"]
    await it.response.send_autocomplete([name for name in names if name.startswith(current)])


@bot.slash_command(description="Groups")
async def deep(it: Interaction):
    pass


@deep.subcommand(description="Groups below")
async def deeper(it: Interaction):
    pass


@deeper.subcommand(description="The lowest one")
async def lowest(it: Interaction, who: nextcord.Member, where: nextcord.TextChannel, role: nextcord.Role):
    await it.response.send_message(f"{who.name} {where.name} {role.name}")


class Panel(ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @ui.button(label="Press", style=nextcord.ButtonStyle.primary, custom_id="press", emoji="👍")
    async def press(self, button, it):
        button.disabled = True
        await it.response.edit_message(content="pressed", view=self)

    @ui.string_select(
        custom_id="words",
        placeholder="Words",
        max_values=2,
        options=[nextcord.SelectOption(label=word.title(), value=word) for word in ["one", "two", "three"]],
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

    @ui.channel_select(custom_id="channel", channel_types=[nextcord.ChannelType.text])
    async def channel(self, select, it):
        await it.response.defer()
        await it.followup.send(f"channel {[found.name for found in select.values]}", ephemeral=True)


@bot.slash_command(description="Shows buttons and selects")
async def panel(it: Interaction, second: bool = False):
    await it.response.send_message("panel", view=Panel2() if second else Panel())


class Form(ui.Modal):
    def __init__(self):
        super().__init__("A form")
        self.head = ui.TextInput(label="Title", custom_id="title", max_length=20)
        paragraph = nextcord.TextInputStyle.paragraph
        self.body = ui.TextInput(label="Body", custom_id="body", style=paragraph, required=False)
        self.add_item(self.head)
        self.add_item(self.body)

    async def callback(self, it):
        await it.response.send_message(f"form {self.head.value!r} {self.body.value!r}")


@bot.slash_command(description="Opens a form")
async def form(it: Interaction):
    await it.response.send_modal(Form())


@bot.slash_command(description="Sends the file back")
async def upload(it: Interaction, file: nextcord.Attachment):
    words = await file.read()
    await it.response.send_message("back", file=nextcord.File(io.BytesIO(words.upper()), file.filename))


@bot.user_command(name="Greet them")
async def greet(it: Interaction, member: nextcord.Member):
    await it.response.send_message(f"Hello, {member.name}", ephemeral=True)


@bot.message_command(name="Quote it")
async def quote(it: Interaction, message: nextcord.Message):
    await it.response.send_message(f"> {message.content}")


@step("log in")
async def log_in():
    await bot.login(TOKEN)
    bot.task = asyncio.create_task(bot.connect())
    await asyncio.wait_for(bot.wait_until_ready(), 20)
    assert_equal(bot.user.name, "Magpie")
    assert_equal(bot.application_id, bot.user.id, "the application's id")
    assert_true(bot.guilds[0].chunked and bot.member() is not None, "the guild's members are known")
    await bot.change_presence(activity=nextcord.Game("a tour"), status=nextcord.Status.idle)


@step("register commands")
async def register_commands():
    await wait_until("all commands", _all_are_there)
    await bot.sync_all_application_commands()
    assert_true(await _all_are_there(), "they are still there")


async def _all_are_there():
    return {"echo", "deep deeper lowest", "panel", "upload"} <= set((await state())["commands"])


async def send_and_replace_files():
    sent = await bot.room().send("one", file=nextcord.File(io.BytesIO(b"1"), "1.txt"))
    sent = await sent.edit(attachments=[], file=nextcord.File(io.BytesIO(b"2"), "2.txt"))
    assert_equal([(file.filename, await file.read()) for file in sent.attachments], [("2.txt", b"2")])
    await forks.send_files(bot, nextcord)


MISSING = ["modals with selects and uploads", "modals with choices", "components V2"]
command_steps.register(send_and_replace_files, unsupported=MISSING)
forks.register(bot, nextcord)
# The library has its own event loop, so `asyncio.run` cannot be used.
bot.loop.run_until_complete(run("nextcord"))
