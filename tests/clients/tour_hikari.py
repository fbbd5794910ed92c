"""The tour of hikari. Nothing in the library is replaced: the address of the REST API is an option of hikari, and the
API returns the address of the gateway. hikari's modals have only text inputs."""

import asyncio

import hikari
from hikari import CommandType, ComponentType, MessageFlag, OptionType, ResponseType

import commands as command_steps
from forks import EVERYTHING
from steps import *

intents = hikari.Intents.ALL_UNPRIVILEGED | hikari.Intents.GUILD_MEMBERS | hikari.Intents.MESSAGE_CONTENT
bot = hikari.GatewayBot(
    TOKEN, intents=intents, rest_url=f"{URL}/api/v10", banner=None, suppress_optimization_warning=True
)
rest = bot.rest
seen = []
counts = {"ready": 0, "resumed": 0}
EPHEMERAL = MessageFlag.EPHEMERAL
CREATE = ResponseType.MESSAGE_CREATE


@bot.listen()
async def readied(event: hikari.ShardReadyEvent):
    counts["ready"] += 1


@bot.listen()
async def resumed(event: hikari.ShardResumedEvent):
    counts["resumed"] += 1


@bot.listen()
async def on_message(event: hikari.MessageCreateEvent):
    seen.append(event.message.content)


@bot.listen()
async def on_reaction(event: hikari.ReactionAddEvent):
    seen.append((event.message_id, event.emoji_name))


@bot.listen()
async def on_error(event: hikari.ExceptionEvent):
    problems.append(repr(event.exception))


def guild():
    return next(iter(bot.cache.get_guilds_view().values()))


def room(name=ROOM):
    return next((it for it in guild().get_channels().values() if it.name == name), None)


def member(handle=MEMBER):
    return next(it for it in guild().get_members().values() if it.username == handle)


async def echo(it, options):
    times = options.get("times", 1)
    flags = EPHEMERAL if times == 2 else MessageFlag.NONE
    await it.create_initial_response(CREATE, " ".join([options["text"]] * times), flags=flags)


async def later(it, options):
    await it.create_initial_response(ResponseType.DEFERRED_MESSAGE_CREATE)
    await it.edit_initial_response("done", user_mentions=False)


async def several(it, options):
    await it.create_initial_response(CREATE, "first")
    second = await it.execute("second")
    third = await it.execute("third", flags=EPHEMERAL)
    await it.edit_message(second, "second, edited")
    await it.delete_message(third)
    await it.edit_initial_response("first, edited")
    fourth = await it.execute("fourth", flags=MessageFlag.SUPPRESS_NOTIFICATIONS)
    assert_equal((await it.fetch_initial_response()).content, "first, edited")
    assert_equal((await it.fetch_message(fourth)).content, "fourth")


async def city(it, options):
    await it.create_initial_response(CREATE, f"You chose {options['name']}")


async def deep(it, _):
    options = {option.name: option.value for option in it.options[0].options[0].options}
    who, where = it.resolved.members[options["who"]], it.resolved.channels[options["where"]]
    words = f"{who.username} {where.name} {it.resolved.roles[options['role']].name}"
    await it.create_initial_response(CREATE, words)


async def panel(it, options):
    rows = [rest.build_message_action_row() for _ in range(4)]
    if options.get("second"):
        rows = rows[:2]
        rows[0].add_select_menu(ComponentType.MENTIONABLE_SELECT_MENU, "any", max_values=2)
        rows[1].add_channel_menu("channel", channel_types=[hikari.ChannelType.GUILD_TEXT])
    else:
        rows[0].add_interactive_button(hikari.ButtonStyle.PRIMARY, "press", label="Press", emoji="👍")
        words = rows[1].add_text_menu("words", placeholder="Words", max_values=2)
        for word in ["one", "two", "three"]:
            words.add_option(word.title(), word)
        rows[2].add_select_menu(ComponentType.USER_SELECT_MENU, "user")
        rows[3].add_select_menu(ComponentType.ROLE_SELECT_MENU, "role")
    await it.create_initial_response(CREATE, "panel", components=rows)


async def form(it, options):
    title, body = rest.build_modal_action_row(), rest.build_modal_action_row()
    title.add_text_input("title", "Title", max_length=20)
    body.add_text_input("body", "Body", style=hikari.TextInputStyle.PARAGRAPH, required=False)
    await it.create_modal_response("A form", "form", components=[title, body])


async def upload(it, options):
    file = it.resolved.attachments[options["file"]]
    words = await file.read()
    await it.create_initial_response(CREATE, "back", attachment=hikari.Bytes(words.upper(), file.filename))


async def greet(it, options):
    await it.create_initial_response(CREATE, f"Hello, {it.resolved.members[it.target_id].username}", flags=EPHEMERAL)


async def quote(it, options):
    await it.create_initial_response(CREATE, f"> {it.resolved.messages[it.target_id].content}")


async def layout(it, options):
    box = hikari.impl.ContainerComponentBuilder(accent_color=hikari.Color(0x2E86AB))
    box.add_text_display("# In a box")
    picture = hikari.impl.ThumbnailComponentBuilder(media="https://example.org/a.png")
    section = hikari.impl.SectionComponentBuilder(accessory=picture)
    section.add_text_display("A section")
    box.add_component(section)
    box.add_separator()
    row = rest.build_message_action_row()
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, "inside", label="Inside")
    box.add_component(row)
    await it.create_initial_response(CREATE, component=box, flags=MessageFlag.IS_COMPONENTS_V2)


async def pressed(it):
    row = rest.build_message_action_row()
    row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "press", label="Press", is_disabled=True)
    await it.create_initial_response(ResponseType.MESSAGE_UPDATE, "pressed", component=row)


async def selected(it):
    found = it.resolved
    names = {
        "words": lambda: list(it.values),
        "user": lambda: [user.username for user in found.users.values()],
        "role": lambda: [role.name for role in found.roles.values()],
        "any": lambda: [user.username for user in found.users.values()] + [role.name for role in found.roles.values()],
        "channel": lambda: [channel.name for channel in found.channels.values()],
    }[it.custom_id]()
    words = f"{it.custom_id} {names}"
    if it.custom_id == "channel":
        await it.create_initial_response(ResponseType.DEFERRED_MESSAGE_UPDATE)
        await it.execute(words, flags=EPHEMERAL)
    else:
        await it.create_initial_response(CREATE, words, flags=EPHEMERAL)


COMMANDS = {
    "echo": echo, "later": later, "several": several, "city": city, "deep": deep, "panel": panel, "form": form,
    "upload": upload, "Greet them": greet, "Quote it": quote, "layout": layout,
}  # fmt: skip


@bot.listen()
async def on_interaction(event: hikari.InteractionCreateEvent):
    it = event.interaction
    if isinstance(it, hikari.CommandInteraction):
        options = {option.name: option.value for option in it.options or []}
        await COMMANDS[it.command_name](it, options)
    elif isinstance(it, hikari.AutocompleteInteraction):
        names = ["Brisbane", "Brussels", "La Paz"]
        found = [name for name in names if name.startswith(it.options[0].value)]
        await it.create_response([hikari.impl.AutocompleteChoiceBuilder(name, name) for name in found])
    elif isinstance(it, hikari.ModalInteraction):
        values = {row[0].custom_id: row[0].value for row in it.components}
        await it.create_initial_response(CREATE, f"form {values['title']!r} {values['body']!r}")
    elif it.custom_id == "inside":
        await it.create_initial_response(CREATE, "from the box", flags=EPHEMERAL)
    else:
        await (pressed if it.custom_id == "press" else selected)(it)


@step("log in")
async def log_in():
    await bot.start(check_for_updates=False)
    await wait_until("the guild's members", lambda: bot.cache.get_guilds_view() and len(guild().get_members()) > 50)
    assert_equal(bot.get_me().username, "Magpie")
    assert_equal((await rest.fetch_application()).id, bot.get_me().id, "the application's id")
    await bot.update_presence(activity=hikari.Activity(name="a tour"), status=hikari.Status.IDLE)


@step("register commands")
async def register_commands():
    option = lambda kind, name, **more: hikari.CommandOption(type=kind, name=name, description=name, **more)
    needed = lambda kind, name, **more: option(kind, name, is_required=True, **more)
    slash = lambda name, *options: _add_options(rest.slash_command_builder(name, name), options)
    where = needed(OptionType.CHANNEL, "where", channel_types=[hikari.ChannelType.GUILD_TEXT])
    lowest = [needed(OptionType.USER, "who"), where, needed(OptionType.ROLE, "role")]
    groups = option(
        OptionType.SUB_COMMAND_GROUP, "deeper", options=[option(OptionType.SUB_COMMAND, "lowest", options=lowest)]
    )
    times = option(OptionType.INTEGER, "times", min_value=1, max_value=3)
    wanted = [
        slash("echo", needed(OptionType.STRING, "text"), times),
        slash("later"),
        slash("several"),
        slash("city", needed(OptionType.STRING, "name", autocomplete=True)),
        slash("deep", groups),
        slash("panel", option(OptionType.BOOLEAN, "second")),
        slash("form", option(OptionType.INTEGER, "which")),
        slash("upload", needed(OptionType.ATTACHMENT, "file")),
        slash("layout"),
        rest.context_menu_command_builder(CommandType.USER, "Greet them"),
        rest.context_menu_command_builder(CommandType.MESSAGE, "Quote it"),
    ]
    me = bot.get_me().id
    await rest.set_application_commands(me, wanted)
    assert_equal({it.name for it in await rest.fetch_application_commands(me)}, set(COMMANDS), "what is read back")
    once = await rest.create_slash_command(me, "once", "Only here", guild=guild())
    await once.edit(description="Only here, for now")
    await once.delete()


def _add_options(builder, options):
    for option in options:
        builder.add_option(option)
    return builder


async def send_files():
    sent = await rest.create_message(room(), "one", attachment=hikari.Bytes(b"1", "1.txt"))
    assert_equal(await sent.attachments[0].read(), b"1")
    sent = await sent.edit(attachment=hikari.Bytes(b"2", "2.txt"))
    assert_equal([(file.filename, await file.read()) for file in sent.attachments], [("2.txt", b"2")])
    theirs = await post("mine", files=[{"filename": "b.csv", "content": "x,y"}])
    found = await rest.fetch_message(room(), int(theirs["id"]))
    assert_equal(await found.attachments[0].read(), b"x,y")


command_steps.register(send_files, unsupported=["modals with selects and uploads", "modals with choices"])


async def assert_refused(code, act):
    try:
        await act
    except hikari.ClientHTTPResponseError as error:
        assert_equal(error.code, code, "the error's code")
    else:
        raise AssertionError(f"it was not refused with {code}")


@step("edit, delete, pin, embed")
async def edit_delete():
    embed = hikari.Embed(title="T", description="D", colour=0x2E86AB).add_field("n", "v").set_footer("f")
    sent = await rest.create_message(room(), "words", embed=embed)
    assert_equal(sent.embeds[0].fields[0].value, "v")
    sent = await sent.edit("other words", embed=None)
    assert_equal((sent.content, list(sent.embeds)), ("other words", []))
    await rest.pin_message(room(), sent)
    assert_equal([pin.message.id async for pin in rest.fetch_pins(room())], [sent.id])
    await rest.unpin_message(room(), sent)
    answer = await sent.respond("a reply", reply=True, mentions_reply=False)
    assert_equal(answer.referenced_message.content, "other words")
    await answer.delete()
    await rest.delete_messages(room(), sent, await rest.create_message(room(), "gone"))
    await assert_refused(10008, rest.fetch_message(room(), sent))


@step("reactions")
async def reactions():
    sent = await rest.create_message(room(), "react")
    await sent.add_reaction("👍")
    await react(sent.id, "👍")
    await react(sent.id, "🎉")
    await wait_until("the event", lambda: (sent.id, "🎉") in seen)
    sent = await rest.fetch_message(room(), sent)
    assert_equal([(str(it.emoji), it.count, it.is_me) for it in sent.reactions], [("👍", 2, True), ("🎉", 1, False)])
    await sent.remove_reaction("👍")
    await sent.remove_all_reactions("🎉")
    sent = await rest.fetch_message(room(), sent)
    assert_equal([(str(it.emoji), it.count) for it in sent.reactions], [("👍", 1)])
    await sent.remove_all_reactions()


@step("private threads")
async def private_threads():
    kind = hikari.ChannelType.GUILD_PRIVATE_THREAD
    thread = await rest.create_thread(room("inbox"), kind, "for one", invitable=False)
    await rest.add_thread_member(thread, member())
    assert_equal({it.user_id async for it in rest.fetch_thread_members(thread)}, {bot.get_me().id, member().id})
    await thread.send("only for you")
    assert_equal((await messages(thread.id, MEMBER))[-1]["content"], "only for you")
    await post("thank you", channel=thread.id)
    await wait_until("the member's answer", lambda: "thank you" in seen)
    await thread.edit(archived=True, locked=True)
    assert_equal([it.id async for it in rest.fetch_private_archived_threads(room("inbox"))], [thread.id])
    await thread.edit(archived=False, locked=False)
    await rest.remove_thread_member(thread, member())
    await thread.delete()
    theirs = await call("POST", "/api/threads", {"as": GUEST, "channel": "help", "name": "mine", "type": "public"})
    await wait_until("a member's thread", lambda: bot.cache.get_thread(int(theirs["id"])))


@step("direct messages")
async def direct_messages():
    await member().send("hello")
    assert_equal((await inbox())[-1]["content"], "hello")
    await post("hello back", channel="dm")
    await wait_until("the answer", lambda: "hello back" in seen)
    await call("PATCH", f"/api/members/{GUEST}", {"dms_open": False})
    await assert_refused(50007, member(GUEST).send("hello"))


@step("channel webhooks")
async def webhooks():
    await assert_refused(50013, rest.create_webhook(room(), "Relay"))
    await grant(*EVERYTHING, "MANAGE_WEBHOOKS")
    made = await rest.create_webhook(room(), "Relay")
    assert_equal([webhook.id for webhook in await rest.fetch_channel_webhooks(room())], [made.id])
    sent = await made.execute("relayed", username="Somebody")
    assert_equal((await messages())[-1]["author"]["name"], "Somebody")
    await made.edit_message(sent, "relayed again")
    assert_equal((await made.fetch_message(sent)).content, "relayed again")
    await made.delete_message(sent)
    await made.edit(name="Other")
    await made.delete()
    assert_equal(list(await rest.fetch_channel_webhooks(room())), [])


@step("pagination")
async def pagination():
    for number in range(120):
        await post(f"number {number}", channel="help")
    found = [message async for message in rest.fetch_messages(room("help"))]
    numbers = [message.content for message in found if (message.content or "").startswith("number")]
    assert_equal(numbers, [f"number {number}" for number in reversed(range(120))], "the history")
    later = [message.id async for message in rest.fetch_messages(room("help"), after=found[50])]
    assert_equal(later, [message.id for message in reversed(found[:50])], "what came later")
    sent = await rest.create_message(room("help"), "react, all of you")
    for number in range(70):
        await call("POST", "/api/members", {"handle": f"extra-{number}", "name": "", "roles": [], "locale": "fr"})
    people = [person["handle"] for person in (await state())["members"]][:-1]
    for handle in people:
        await react(sent.id, "👍", handle)
    users = [user.username async for user in rest.fetch_reactions_for_emoji(room("help"), sent, "👍")]
    assert_equal(sorted(users), sorted(people), "everybody who reacted, nobody twice")
    assert_equal(len([it async for it in rest.fetch_members(guild())]), len(people) + 2, "the members")
    assert_equal([it.id async for it in rest.fetch_my_guilds()], [guild().id])
    assert_equal([it.id async for it in rest.fetch_my_guilds(start_at=guild())], [])


@step("rate limits")
async def rate_limits():
    await fault("POST /channels/*/messages", status=429, retry_after=0.3)
    assert_equal((await rest.create_message(room(), "after a limit")).content, "after a limit")
    numbers = [rest.create_message(room("announcements"), str(number)) for number in range(7)]
    sent = await asyncio.gather(*numbers)
    assert_equal(len({message.id for message in sent}), 7)
    await fault("GET /channels/*/messages/*", delay_ms=300)
    assert_equal((await rest.fetch_message(room("announcements"), sent[0])).content, sent[0].content)


@step("moderation is noticed")
async def moderation():
    await call("PATCH", "/api/channels/help", {"name": "help-desk"})
    await wait_until("the new name", lambda: room("help-desk"))
    await call("DELETE", "/api/channels/help-desk")
    await wait_until("the deletion", lambda: room("help-desk") is None)
    await call("DELETE", "/api/roles/helpdesk")
    await wait_until("the role's deletion", lambda: all(it.name != "helpdesk" for it in guild().get_roles().values()))
    deny = [{"role": "Magpie", "deny": ["SEND_MESSAGES"]}]
    await call("PATCH", "/api/channels/announcements", {"overwrites": deny})
    await assert_refused(50013, rest.create_message(room("announcements"), "no"))


@step("resume")
async def resume():
    for action in ["drop", "reconnect", "invalid_session_resumable"]:
        before = counts["resumed"]
        await gateway(action)
        words = f"while away: {action}"
        await post(words)
        await wait_until(f"RESUMED after {action}", lambda: counts["resumed"] > before)
        await wait_until("what was missed", lambda: words in seen)
        assert_equal(seen.count(words), 1, "how often it came")
    assert_equal(counts["ready"], 1, "the sessions so far")
    await gateway("invalid_session")
    await wait_until("a new session", lambda: counts["ready"] == 2)
    assert_equal((await command("echo", {"text": "still here"}))["message"]["content"], "still here")


@step("log out")
async def log_out():
    await bot.close()
    await wait_until("the end of the connection", nobody_is_connected)


asyncio.get_event_loop_policy().get_event_loop().run_until_complete(run("hikari"))
