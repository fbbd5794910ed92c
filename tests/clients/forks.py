"""Steps that discord.py, nextcord and py-cord share: nextcord and py-cord are forks of discord.py."""

import asyncio
import io

import aiohttp

from steps import *

EVERYTHING = [
    "VIEW_CHANNEL", "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS", "CREATE_PUBLIC_THREADS", "CREATE_PRIVATE_THREADS",
    "MANAGE_THREADS", "MANAGE_MESSAGES", "PIN_MESSAGES", "EMBED_LINKS", "ATTACH_FILES", "READ_MESSAGE_HISTORY",
    "ADD_REACTIONS", "MENTION_EVERYONE",
]  # fmt: skip


async def _as_list(found):
    """The results as a list. Some of the libraries return an async iterator."""
    return await found if asyncio.iscoroutine(found) else [item async for item in found]


async def send_files(bot, lib):
    """The bot uploads a file and removes the file by an edit. Then the bot reads a file that a member uploads."""
    sent = await bot.room().send("two", file=lib.File(io.BytesIO(b"1"), "1.txt", description="one"))
    assert_equal((sent.attachments[0].description, await sent.attachments[0].read()), ("one", b"1"))
    # The libraries differ in how an edit adds a file, so this edit only removes the file.
    sent = await sent.edit(attachments=[])
    assert_equal(sent.attachments, [])
    theirs = await post("mine", files=[{"filename": "b.csv", "content": "x,y"}])
    found = await bot.room().fetch_message(int(theirs["id"]))
    assert_equal(await found.attachments[0].read(), b"x,y")


def register(bot, lib):
    """Registers the steps that need no command. `bot` must have `room`, `member`, `seen`, `resumed` and `readied`."""

    @step("edit, delete, pin, embed")
    async def edit_delete():
        embed = lib.Embed(title="T", description="D", colour=0x2E86AB, timestamp=lib.utils.utcnow())
        embed.add_field(name="n", value="v").set_footer(text="f")
        sent = await bot.room().send("words", embed=embed, nonce="a-nonce")
        assert_equal(sent.embeds[0].fields[0].value, "v")
        sent = await sent.edit(content="other words", embed=None, suppress=False)
        assert_equal((sent.content, sent.embeds), ("other words", []))
        await sent.pin()
        pins = await _as_list(bot.room().pins())
        assert_equal([getattr(pin, "message", pin).id for pin in pins], [sent.id])
        await sent.unpin()
        answer = await sent.reply("a reply", mention_author=False)
        assert_equal(answer.reference.resolved.content, "other words")
        await answer.delete()
        await bot.room().delete_messages([sent, await bot.room().send("gone")])
        try:
            await bot.room().fetch_message(sent.id)
        except lib.NotFound as error:
            assert_equal(error.code, 10008)
        else:
            raise AssertionError("a deleted message was found")

    @step("reactions")
    async def reactions():
        sent = await bot.room().send("react")
        await sent.add_reaction("👍")
        await react(sent.id, "👍")
        await react(sent.id, "🎉")
        await wait_until("the event", lambda: ("reaction", sent.id, "🎉") in bot.seen)
        sent = await bot.room().fetch_message(sent.id)
        assert_equal([(str(it), it.count, it.me) for it in sent.reactions], [("👍", 2, True), ("🎉", 1, False)])
        await sent.remove_reaction("👍", bot.user)
        await sent.clear_reaction("🎉")
        sent = await bot.room().fetch_message(sent.id)
        assert_equal([(str(it), it.count) for it in sent.reactions], [("👍", 1)])
        await sent.clear_reactions()

    @step("private threads")
    async def private_threads():
        room = bot.room("inbox")
        thread = await room.create_thread(name="for one", type=lib.ChannelType.private_thread, invitable=False)
        await thread.add_user(bot.member())
        assert_equal({member.id for member in await thread.fetch_members()}, {bot.user.id, bot.member().id})
        await thread.send("only for you")
        assert_equal((await messages(thread.id, MEMBER))[-1]["content"], "only for you")
        try:
            await messages(thread.id, GUEST)
        except Refused:
            pass
        else:
            raise AssertionError("a stranger reads a private thread")
        await post("thank you", channel=thread.id)
        await wait_until("the member's answer", lambda: any(it[2] == "thank you" for it in bot.seen))
        await thread.edit(archived=True, locked=True)
        assert_equal([it.id async for it in room.archived_threads(private=True)], [thread.id])
        await thread.edit(archived=False, locked=False)
        await thread.remove_user(bot.member())
        await thread.delete()
        theirs = await call("POST", "/api/threads", {"as": GUEST, "channel": "help", "name": "mine", "type": "public"})
        await wait_until("a member's thread", lambda: bot.guilds[0].get_thread(int(theirs["id"])))

    @step("direct messages")
    async def direct_messages():
        await bot.member().send("hello")
        assert_equal((await inbox())[-1]["content"], "hello")
        await post("hello back", channel="dm")
        await wait_until("the answer", lambda: any(it[2] == "hello back" for it in bot.seen))
        await call("PATCH", f"/api/members/{GUEST}", {"dms_open": False})
        try:
            await bot.member(GUEST).send("hello")
        except lib.Forbidden as error:
            assert_equal(error.code, 50007)
        else:
            raise AssertionError("closed direct messages were opened")

    @step("channel webhooks")
    async def webhooks():
        try:
            await bot.room().create_webhook(name="Relay")
        except lib.Forbidden as error:
            assert_equal(error.code, 50013)
        else:
            raise AssertionError("a webhook was made without the permission")
        await grant(*EVERYTHING, "MANAGE_WEBHOOKS")
        await wait_until("the permission", lambda: bot.room().permissions_for(bot.guilds[0].me).manage_webhooks)
        made = await bot.room().create_webhook(name="Relay")
        assert_equal([webhook.id for webhook in await bot.room().webhooks()], [made.id])
        sent = await made.send("relayed", username="Somebody", wait=True)
        assert_equal((await messages())[-1]["author"]["name"], "Somebody")
        await sent.edit(content="relayed again")
        assert_equal((await made.fetch_message(sent.id)).content, "relayed again")
        async with aiohttp.ClientSession() as session:
            await lib.Webhook.partial(made.id, made.token, session=session).send("from outside")
        assert_equal((await messages())[-1]["content"], "from outside")
        await sent.delete()
        await made.edit(name="Other")
        await made.delete()
        assert_equal(await bot.room().webhooks(), [])

    @step("pagination")
    async def pagination():
        for number in range(120):
            await post(f"number {number}", channel="help")
        found = [message async for message in bot.room("help").history(limit=None)]
        numbers = [message.content for message in found if message.content.startswith("number")]
        assert_equal(numbers, [f"number {number}" for number in reversed(range(120))], "the history")
        later = [message.content async for message in bot.room("help").history(after=found[50], limit=None)]
        assert_equal(later, [message.content for message in reversed(found[:50])], "what came later")
        sent = await bot.room("help").send("react, all of you")
        for number in range(70):
            await call("POST", "/api/members", {"handle": f"extra-{number}", "name": "", "roles": [], "locale": "fr"})
        people = [member["handle"] for member in (await state())["members"]][:-1]
        for handle in people:
            await react(sent.id, "👍", handle)
        sent = await sent.channel.fetch_message(sent.id)
        users = [user async for user in sent.reactions[0].users()]
        assert_equal({user.name for user in users}, set(people), "everybody who reacted")
        assert_true(len(users) == len(people) > 100, "nobody twice, on more than a page")
        after = {user.id async for user in sent.reactions[0].users(after=users[9])}
        assert_equal(after, {user.id for user in users if user.id > users[9].id}, "those after one of them")
        members = [member async for member in bot.guilds[0].fetch_members(limit=None)]
        assert_equal(len(members), len(people) + 2, "the members")
        assert_equal([guild.id async for guild in bot.fetch_guilds()], [bot.guilds[0].id])
        assert_equal([guild.id async for guild in bot.fetch_guilds(after=bot.guilds[0])], [])

    @step("rate limits")
    async def rate_limits():
        await fault("POST /channels/*/messages", status=429, retry_after=0.3)
        assert_equal((await bot.room().send("after a limit")).content, "after a limit")
        sent = await asyncio.gather(*[bot.room("announcements").send(str(number)) for number in range(7)])
        assert_equal(len({message.id for message in sent}), 7)
        await fault("GET /channels/*/messages/*", delay_ms=300)
        assert_equal((await bot.room("announcements").fetch_message(sent[0].id)).content, sent[0].content)

    @step("moderation is noticed")
    async def moderation():
        await call("PATCH", "/api/channels/help", {"name": "help-desk"})
        await wait_until("the new name", lambda: bot.room("help-desk"))
        await call("DELETE", "/api/channels/help-desk")
        await wait_until("the deletion", lambda: bot.room("help-desk") is None)
        await call("DELETE", "/api/roles/helpdesk")
        await wait_until("the role's deletion", lambda: lib.utils.get(bot.guilds[0].roles, name="helpdesk") is None)
        deny = [{"role": "Magpie", "deny": ["SEND_MESSAGES"]}]
        await call("PATCH", "/api/channels/announcements", {"overwrites": deny})
        try:
            await bot.room("announcements").send("no")
        except lib.Forbidden as error:
            assert_equal(error.code, 50013)
        else:
            raise AssertionError("a denied message was sent")

    @step("resume")
    async def resume():
        for action in ["drop", "reconnect", "invalid_session_resumable"]:
            before = bot.resumed
            await gateway(action)
            words = f"while away: {action}"
            await post(words)
            await wait_until(f"RESUMED after {action}", lambda: bot.resumed > before)
            await wait_until("what was missed", lambda: any(it[2] == words for it in bot.seen))
            assert_equal(sum(it[2] == words for it in bot.seen), 1, "how often it came")
        assert_equal(bot.readied, 1, "the sessions so far")
        await gateway("invalid_session")
        await wait_until("a new session", lambda: bot.readied == 2)
        assert_equal((await command("echo", {"text": "still here"}))["message"]["content"], "still here")

    @step("log out")
    async def log_out():
        await bot.close()
        await asyncio.wait([bot.task])
        await wait_until("the end of the connection", nobody_is_connected)
