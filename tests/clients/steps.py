"""Calls of the sandbox's control API, in which members act, and the runner of the steps.

Uses only Python's standard library, so that the tour of every library can use it. If a step gets an unexpected result,
the tour prints the step's name and ends with exit code 1.
"""

import asyncio
import json
import os
import sys
import time
import traceback
import urllib.error
import urllib.request

URL = os.environ["MAGPIE_URL"]
TOKEN = os.environ["DISCORD_TOKEN"]
STEP_SECONDS = 60
#: The maximum time that a step polls for something that the sandbox does not announce, such as a follow-up.
PATIENCE_SECONDS = 15

MEMBER, GUEST, ROOM = "lapaz", "guest", "mag-general"

_steps = []
problems = []


class Refused(Exception):
    """The control API refused a call."""


def _call(method, path, body):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, {"content-type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=STEP_SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refused(f"{method} {path}: {error.code} {error.read().decode()}") from None


async def call(method, path, body=None):
    return await asyncio.to_thread(_call, method, path, body)


async def command(name, options=None, who=MEMBER, channel=ROOM):
    return await call("POST", "/api/command", {"as": who, "channel": channel, "name": name, "options": options or {}})


async def menu(name, target, who=MEMBER, channel=ROOM):
    return await call("POST", "/api/command", {"as": who, "channel": channel, "name": name, "target": target})


async def complete(name, options, focused, who=MEMBER):
    body = {"as": who, "channel": ROOM, "name": name, "options": options, "focused": focused}
    return (await call("POST", "/api/autocomplete", body))["choices"]


async def click(message, custom_id, values=None, who=MEMBER):
    body = {"as": who, "message": str(message), "custom_id": custom_id}
    return await call("POST", "/api/click", body if values is None else body | {"values": values})


async def submit(result, fields, who=MEMBER):
    return await call("POST", "/api/modal", {"as": who, "modal": result["modal"]["id"], "fields": fields})


async def post(content, who=MEMBER, channel=ROOM, files=()):
    body = {"as": who, "channel": str(channel), "content": content, "files": list(files)}
    return await call("POST", "/api/messages", body)


async def react(message, emoji, who=MEMBER):
    await call("POST", "/api/reactions", {"as": who, "message": str(message), "emoji": emoji})


async def messages(channel=ROOM, who=None):
    viewer = f"&as={who}" if who else ""
    return await call("GET", f"/api/messages?channel={channel}{viewer}")


async def inbox(who=MEMBER):
    return await call("GET", f"/api/inbox/{who}")


async def state():
    return await call("GET", "/api/state")


async def grant(*permissions, role="Magpie"):
    """Gives the role exactly these permissions."""
    await call("PATCH", f"/api/roles/{role}", {"permissions": list(permissions)})


async def fault(route, **how):
    await call("POST", "/api/faults", {"route": route, "times": 1} | how)


async def gateway(action):
    await call("POST", "/api/gateway", {"do": action})


async def nobody_is_connected():
    try:
        await gateway("heartbeat")
    except Refused:
        return True
    return False


async def wait_until(what, condition):
    """Polls until `condition` returns a true value, and returns this value. `condition` may be a coroutine function."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = condition()
        found = await found if asyncio.iscoroutine(found) else found
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        await asyncio.sleep(0.05)


def assert_equal(found, expected, what="the answer"):
    if found != expected:
        raise AssertionError(f"{what} is {found!r}, not {expected!r}")


def assert_true(condition, what):
    if not condition:
        raise AssertionError(f"it does not hold that {what}")


def step(name):
    """Registers a step of the tour. `name` is the capability that the step shows."""

    def register(act):
        _steps.append((name, act))
        return act

    return register


async def run(library):
    """Runs every step, except the steps whose names are arguments on the command line."""
    for name, act in _steps:
        if name in sys.argv[1:]:
            continue
        try:
            await asyncio.wait_for(act(), STEP_SECONDS)
            if problems:
                raise AssertionError(f"the library reported {problems!r}")
        except BaseException as error:
            traceback.print_exc()
            print(f"FAILED\t{name}\t{type(error).__name__}: {error}", flush=True)
            # Exit at once: the client's own tasks would keep the process running.
            os._exit(1)
        print(f"ok\t{name}", flush=True)
    print(f"passed\t{library}\t{len(_steps)} steps", flush=True)
