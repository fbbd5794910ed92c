"""The tour of discord.py. Every step uses the library as the documentation of discord.py shows, and checks what members
see.

Only two constants of the library are replaced: the addresses of the REST API and of the gateway.
"""

import asyncio
import io

import discord
import yarl
from discord import app_commands, ui

import commands as command_steps
import forks
from forks import send_files
from steps import *

discord.http.Route.BASE = f"{URL}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(URL.replace("http", "ws", 1) + "/gateway")

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
    assert_equal((await interaction.original_response()).content, "first, edited")
    assert_equal((await interaction.followup.fetch_message(fourth.id)).content, "fourth")


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
    assert_equal(bot.user.name, "Magpie")
    assert_equal(bot.application_id, bot.user.id, "the application's id")
    assert_true(bot.guilds[0].chunked and bot.member() is not None, "the guild's members are known")
    await bot.change_presence(activity=discord.Game("a tour"), status=discord.Status.idle)


@step("register commands")
async def register_commands():
    registered = await tree.sync()
    names = {command.name for command in registered}
    assert_true({"echo", "deep", "Greet them", "Quote it"} <= names, f"all are there: {names}")
    assert_equal({command.name for command in await tree.fetch_commands()}, names, "what is read back")
    await tree.sync(guild=bot.guilds[0])


async def send_and_replace_files():
    sent = await bot.room().send("one", file=discord.File(io.BytesIO(b"1"), "1.txt"))
    sent = await sent.edit(attachments=[discord.File(io.BytesIO(b"2"), "2.txt")])
    assert_equal([(file.filename, await file.read()) for file in sent.attachments], [("2.txt", b"2")])
    await send_files(bot, discord)


command_steps.register(send_and_replace_files)
forks.register(bot, discord)
asyncio.run(run("discord.py"))
