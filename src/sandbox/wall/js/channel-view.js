// One channel as one member sees it: messages, ephemeral responses, and the composer.

import { api } from "./api.js";
import { composer } from "./composer.js";
import { fill, h, icon, keyed } from "./dom.js";
import { failure, isEphemeral, message } from "./message.js";
import { openModal } from "./modal.js";
import { t } from "./texts.js";
import { byId, member, refreshState, unsubscribe, subscribe, sandbox } from "./sandbox-state.js";

const DM = 1;

/** What an error is about. The view removes the error when that has changed. */
const CAUSE = { interaction: "interaction", loading: "loading", typing: "typing" };

const isBotAway = () => sandbox.bot === "stopped" || sandbox.bot === "starting";

/** The view follows new messages while it is within this many pixels of the end. */
const NEAR_END = 120;

/** The ids of messages that the member dismissed. A reload of the page forgets them, as in Discord's client. */
const dismissed = new Set();
/** Ephemeral responses by member and channel. The view shows those that the sandbox does not list with the messages. */
const ephemeralMessages = new Map();
subscribe("reset", () => {
  dismissed.clear();
  ephemeralMessages.clear();
});

/** Builds the view of a channel. `shown` is the id of the message to show first, or null for the newest message. */
export function channelView({ owner, place, goTo, channelName, shown }) {
  const messages = h("ol", { class: "message-list" });
  // Screen readers announce new messages, but not the messages that the channel had when it was opened.
  const list = h(
    "div",
    { class: "messages", role: "log", "aria-live": "off", "aria-label": t("messages"), tabindex: "0" },
    messages,
  );
  const notice = h("div", { class: "notices", "aria-live": "polite" });
  const writer = composer({
    owner,
    place,
    canSend: place.can_send !== false,
    interact,
    posted: load,
    showError: (text) => showError(text, CAUSE.typing),
    changed: () => endError(CAUSE.typing),
  });
  const jump = h(
    "button",
    {
      type: "button",
      class: "jump",
      hidden: true,
      "data-action": "newest",
      on: {
        click: () => {
          // Focus first: in some browsers a later focus ends a smooth scroll.
          list.focus({ preventScroll: true });
          list.scrollTo({ top: list.scrollHeight, behavior: "instant" });
        },
      },
    },
    icon("down"),
    t("newest"),
  );
  const element = h("div", { class: "conversation" }, h("div", { class: "reading" }, list), jump, notice, writer);
  list.addEventListener("scroll", showJump);
  const resized = new ResizeObserver(showJump);
  resized.observe(list);
  const view = { member: owner, channel: place.id, goTo, channelName, openCommand, act, dismiss };
  let stopped = false;
  /** What the view shows, as the cards need it. Null before the first load. */
  let sight = null;
  let loading = null;
  let first = true;
  let newestId = null;
  /** The error that the view shows: its cause, and whether the bot was away when it appeared. Null without an error. */
  let shownError = null;

  async function load() {
    // Only one fetch runs at a time. If there is a change during a fetch, one more fetch follows.
    if (loading) {
      loading = "again";
      return;
    }
    loading = "once";
    try {
      do {
        loading = "once";
        show(await api.messages(place.id, owner.id));
      } while (loading === "again");
      endError(CAUSE.loading);
    } catch (error) {
      if (!stopped) showError(error.message, CAUSE.loading);
    } finally {
      loading = null;
    }
  }

  function show(answer) {
    if (stopped) return;
    const fetched = answer.messages ?? answer;
    const known = new Set(fetched.map((one) => one.id));
    const extra = (ephemeralMessages.get(`${owner.id} ${place.id}`) ?? []).filter((one) => !known.has(one.id));
    const all = [...fetched, ...extra].filter((one) => !dismissed.has(one.id)).sort(byId);
    const atEnd = first || list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    keyed(
      messages,
      all,
      (one) => one.id,
      (one) =>
        JSON.stringify([
          one.content,
          one.embeds,
          one.components,
          one.edited_at,
          one.flags,
          one.attachments,
          one.reactions,
          sandbox.roles.size,
        ]),
      (one) => message(one, view),
    );
    if (all.length === 0) {
      fill(messages, h("li", { class: "empty", "data-key": "empty" }));
      showEmptyText();
    }
    const named = shown && messages.querySelector(`[data-message="${CSS.escape(shown)}"]`);
    if (named) {
      named.dataset.shown = "true";
      named.scrollIntoView({ block: "center" });
      showJump();
    } else if (atEnd) toNewest(all.at(-1)?.id);
    shown = null;
    first = false;
    requestAnimationFrame(() => list.setAttribute("aria-live", "polite"));
    const name = place.type === DM ? "dm" : place.name;
    sight = { handle: owner.handle, place: name, messages: all };
    document.dispatchEvent(new CustomEvent("shown", { detail: sight }));
  }

  /** Shows the text of an empty channel. It says why a DM is empty while the bot may not write to this member first. */
  function showEmptyText() {
    const note = messages.querySelector(".empty");
    if (!note) return;
    const mayBotWrite = place.type !== DM || place.id !== "dm" || member(owner.id)?.has_used_bot;
    note.dataset.mayBotWrite = String(Boolean(mayBotWrite));
    note.textContent = t(mayBotWrite ? "channel-empty" : "dm-empty");
  }

  /** Shows the button to the newest message if there are messages below the visible part. */
  function showJump() {
    jump.hidden = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END / 2;
  }

  /** Scrolls to the end. If the newest message is new and taller than the view, scrolls to its start. */
  function toNewest(id) {
    const last = messages.lastElementChild;
    const fresh = id !== newestId;
    newestId = id;
    if (fresh && last.offsetHeight > list.clientHeight) list.scrollTop = last.offsetTop - messages.offsetTop;
    else if (fresh || last.offsetHeight <= list.clientHeight) list.scrollTop = list.scrollHeight;
    showJump();
    keepFocusInView(last);
  }

  /** If the view has scrolled away from the focused control, moves the focus to the newest message. */
  function keepFocusInView(newest) {
    const focused = document.activeElement;
    if (focused === list || !list.contains(focused)) return;
    const [view, control] = [list, focused].map((one) => one.getBoundingClientRect());
    if (control.bottom > view.top && control.top < view.bottom) return;
    newest.tabIndex = -1;
    newest.focus({ preventScroll: true });
  }

  /** Runs an interaction as the member. Shows the notices that Discord's client shows during and after it. */
  async function interact(start, what) {
    const thinking = h(
      "p",
      { class: "thinking", "data-thinking": "" },
      h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      t("thinking", { what }),
    );
    fill(notice, thinking);
    shownError = null;
    let result;
    try {
      result = await start();
    } catch (error) {
      showError(error.message, CAUSE.interaction);
      return null;
    } finally {
      thinking.remove();
    }
    return take(result);
  }

  async function take(result) {
    refreshState();
    const answers = [result.message, ...(result.followups ?? [])]
      .filter(Boolean)
      .map((one) => ({ ...one, ephemeral: one.ephemeral ?? (one === result.message && result.ephemeral) }));
    const ephemerals = answers.filter(isEphemeral);
    if (ephemerals.length) {
      const key = `${owner.id} ${place.id}`;
      const fresh = new Set(ephemerals.map((one) => one.id));
      ephemeralMessages.set(key, [
        ...(ephemeralMessages.get(key) ?? []).filter((one) => !fresh.has(one.id)),
        ...ephemerals.map((one) => ({
          author: sandbox.botUser?.id ?? null,
          at: new Date(sandbox.now).toISOString(),
          ...one,
        })),
      ]);
    }
    if (!result.modal && result.acked_ms === null) showError(t("no-answer"), CAUSE.interaction);
    // Only an answer moves the view to the newest message. After a modal or an error, the pressed button stays in view.
    first = !result.modal && result.acked_ms !== null;
    await load();
    if (result.modal) {
      const next = await openModal(result.modal, owner);
      if (next) return take(next);
    }
    return result;
  }

  function act(one, customId, values, control) {
    // Discord's client also ignores a press while the response to the previous press is pending.
    if (control?.dataset.busy === "true") return Promise.resolve();
    if (control) control.dataset.busy = "true";
    const pressed = (result) => {
      if (result && result.acked_ms !== null)
        document.dispatchEvent(
          new CustomEvent("pressed", { detail: { customId: customId ?? "", message: result.message } }),
        );
      return result;
    };
    return interact(
      () => api.click({ as: owner.id, message: one.id, custom_id: customId, ...(values ? { values } : {}) }),
      control?.dataset.label || t("a-button"),
    )
      .then(pressed)
      .finally(() => control && delete control.dataset.busy);
  }

  /** Opens the form of a command that the member clicked in a message. Like Discord, it does not run the command. */
  function openCommand(path) {
    writer.open(path).catch((error) => showError(error.message, CAUSE.typing));
  }

  function dismiss(one) {
    dismissed.add(one.id);
    load();
    list.focus();
  }

  function showError(text, cause) {
    shownError = { cause, isBotAway: isBotAway() };
    fill(
      notice,
      failure(text, () => endError(cause)),
    );
  }

  function endError(cause) {
    if (shownError?.cause !== cause) return;
    shownError = null;
    fill(notice);
  }

  /** An interaction that failed without the bot can succeed from now on. */
  const onBot = () => shownError?.isBotAway && !isBotAway() && endError(CAUSE.interaction);

  const onMessages = (channel) => {
    if (channel === null || channel === undefined || channel === place.id || place.id === "dm") load();
  };

  return {
    element,
    place,
    interact,
    act,
    composer: writer,
    list,
    sight: () => sight,
    start() {
      subscribe("messages", onMessages);
      subscribe("bot", onBot);
      subscribe("members", showEmptyText);
      load();
    },
    stop() {
      stopped = true;
      resized.disconnect();
      for (const listener of [onMessages, onBot, showEmptyText]) unsubscribe(listener);
    },
  };
}
