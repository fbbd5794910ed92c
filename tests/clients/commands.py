"""Steps in which members use a bot's commands. The bots of all libraries respond with the same texts."""

import steps
from steps import *


async def _last_are(words):
    return [message["content"] for message in await messages(who=MEMBER)][-len(words) :] == words


def register(send_files, without=()):
    """Registers the steps. `without` names the steps that the library does not support. `send_files` is the step in
    which the bot itself uploads files."""
    step = lambda name: (lambda act: act) if name in without else steps.step(name)

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
        await until("the follow-ups", lambda: _last_are(words))

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
        await until("the answer to the channel select", lambda: _last_are(["channel ['help']"]))

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

    @step("modals with choices")
    async def newest_modals():
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
        await send_files()

    @step("context menus")
    async def context_menus():
        same((await menu("Greet them", GUEST))["message"]["content"], "Hello, guest")
        posted = await post("to be quoted")
        same((await menu("Quote it", posted["id"]))["message"]["content"], "> to be quoted")
