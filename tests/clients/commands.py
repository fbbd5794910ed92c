"""Steps in which members use a bot's commands. The bots of all libraries have these commands and respond with equal
texts."""

import steps
from steps import *


async def _newest_messages_are(words):
    """Whether the newest messages that the member sees have exactly these contents."""
    return [message["content"] for message in await messages(who=MEMBER)][-len(words) :] == words


def register(send_files, unsupported=()):
    """Registers the steps, except the steps in `unsupported`, which the library cannot do. `send_files` is the part of
    the step "uploads" in which the bot uploads files."""
    step = lambda name: (lambda act: act) if name in unsupported else steps.step(name)

    @step("reply")
    async def reply():
        shown = await command("echo", {"text": "hi", "times": 3})
        assert_equal((shown["message"]["content"], shown["ephemeral"]), ("hi hi hi", False))
        assert_equal((await command("echo", {"text": "psst", "times": 2}))["ephemeral"], True)
        options = {"who": GUEST, "where": "help", "role": "mag"}
        assert_equal((await command("deep deeper lowest", options))["message"]["content"], "guest help mag")

    @step("defer and edit")
    async def defer():
        shown = await command("later")
        assert_equal((shown["deferred"], shown["message"]["content"]), (True, "done"))

    @step("follow up")
    async def follow_up():
        await command("several")
        words = ["first, edited", "second, edited", "fourth"]
        await wait_until("the follow-ups", lambda: _newest_messages_are(words))

    @step("autocomplete")
    async def autocomplete():
        choices = await complete("city", {"name": "Br"}, "name")
        assert_equal([choice["value"] for choice in choices], ["Brisbane", "Brussels"])

    @step("buttons")
    async def buttons():
        shown = (await command("panel"))["message"]
        pressed = (await click(shown["id"], "press"))["message"]
        assert_equal((pressed["id"], pressed["content"]), (shown["id"], "pressed"))
        assert_equal(pressed["components"][0]["components"][0]["disabled"], True)

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
            assert_equal((await click(message, select, values))["message"]["content"], expected)
        await click(second, "channel", ["help"])
        await wait_until("the answer to the channel select", lambda: _newest_messages_are(["channel ['help']"]))

    @step("modals")
    async def modals():
        opened = await command("form")
        assert_equal(opened["modal"]["title"], "A form")
        shown = await submit(opened, {"title": "T", "body": "two\nlines"})
        assert_equal(shown["message"]["content"], "form 'T' 'two\\nlines'")

    @step("modals with selects and uploads")
    async def newer_modals():
        opened = await command("form", {"which": 1})
        file = {"filename": "a.txt", "content": "proof"}
        shown = await submit(opened, {"word": ["A"], "person": [GUEST], "proof": [file]})
        assert_equal(shown["message"]["content"], "form ['A', 'guest'] [b'proof']")

    @step("modals with choices")
    async def newest_modals():
        opened = await command("form", {"which": 2})
        shown = await submit(opened, {"one": "blue", "more": ["x", "z"], "yes": True})
        assert_equal(shown["message"]["content"], "form blue ['x', 'z'] True")

    @step("components V2")
    async def components_v2():
        shown = (await command("layout"))["message"]
        assert_equal((await click(shown["id"], "inside"))["message"]["content"], "from the box")

    @step("uploads")
    async def uploads():
        shown = await command("upload", {"file": {"filename": "a.txt", "content": "words"}})
        assert_equal([file["filename"] for file in shown["message"]["attachments"]], ["a.txt"])
        await send_files()

    @step("context menus")
    async def context_menus():
        assert_equal((await menu("Greet them", GUEST))["message"]["content"], "Hello, guest")
        posted = await post("to be quoted")
        assert_equal((await menu("Quote it", posted["id"]))["message"]["content"], "> to be quoted")
