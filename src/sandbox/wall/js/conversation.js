// One place as one member sees it: its messages, what the bot answers only to them, and the line to write in.

import { api } from "./api.js";
import { composer } from "./composer.js";
import { fill, h, icon, keyed } from "./dom.js";
import { failure, isEphemeral, message } from "./message.js";
import { openModal } from "./modal.js";
import { w } from "./words.js";
import { byId, offChange, onChange, world } from "./world.js";

/** How near the end counts as reading along, in pixels. */
const NEAR_END = 120;

/** What a member has dismissed; Discord's client forgets these as well. */
const dismissed = new Set();
/** Ephemeral answers by place, for a sandbox that does not list them with the messages. */
const whispers = new Map();

export function conversation({ owner, place, goTo, channelName }) {
  const list = h("ol", { class: "messages", "aria-label": w("messages"), tabindex: "0" });
  const notice = h("div", { class: "notices", "aria-live": "polite" });
  const writer = composer({ owner, place, canSend: place.can_send !== false, interact, posted: load, complain });
  const jump = h("button", { type: "button", class: "jump", hidden: true, "data-action": "newest", on: { click: () => { list.scrollTop = list.scrollHeight; list.focus(); } } }, icon("down"), w("newest"));
  const element = h("div", { class: "conversation" }, h("div", { class: "reading" }, list, jump), notice, writer);
  list.addEventListener("scroll", showJump);
  const resized = new ResizeObserver(showJump);
  resized.observe(list);
  const view = { member: owner, goTo, channelName, act, dismiss };
  let stopped = false;
  let loading = null;
  let first = true;
  let newestId = null;

  async function load() {
    // One fetch at a time, and one more when something changed meanwhile.
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
    } catch (fault) {
      if (!stopped) complain(fault.message);
    } finally {
      loading = null;
    }
  }

  function show(answer) {
    if (stopped) return;
    const fetched = answer.messages ?? answer;
    const known = new Set(fetched.map((one) => one.id));
    const extra = (whispers.get(`${owner.id} ${place.id}`) ?? []).filter((one) => !known.has(one.id));
    const all = [...fetched, ...extra].filter((one) => !dismissed.has(one.id)).sort(byId);
    const atEnd = first || list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    keyed(list, all, (one) => one.id, (one) => JSON.stringify([one.content, one.embeds, one.components, one.edited_at, one.flags, one.attachments, one.reactions, world.roles.size]), (one) => message(one, view));
    if (all.length === 0) fill(list, h("li", { class: "empty", "data-key": "empty" }, w(place.type === 1 ? "dm-empty" : "channel-empty")));
    if (atEnd) toNewest(all.at(-1)?.id);
    first = false;
  }

  /** What is below the edge is easily missed. */
  function showJump() {
    jump.hidden = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END / 2;
  }

  /** To the end; but a new message that is longer than the screen is read from its beginning. */
  function toNewest(id) {
    const last = list.lastElementChild;
    const fresh = id !== newestId;
    newestId = id;
    if (fresh && last.offsetHeight > list.clientHeight) list.scrollTop = last.offsetTop - list.offsetTop;
    else if (fresh || last.offsetHeight <= list.clientHeight) list.scrollTop = list.scrollHeight;
    showJump();
  }

  /** Runs one interaction of the member and shows what Discord's client would show meanwhile and afterwards. */
  async function interact(start, what) {
    const thinking = h("p", { class: "thinking", "data-thinking": "" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), w("thinking", { what }));
    fill(notice, thinking);
    let result;
    try {
      result = await start();
    } catch (fault) {
      complain(fault.message);
      return null;
    } finally {
      thinking.remove();
    }
    return take(result);
  }

  async function take(result) {
    const answers = [result.message, ...(result.followups ?? [])].filter(Boolean).map((one) => ({ ...one, ephemeral: one.ephemeral ?? (one === result.message && result.ephemeral) }));
    const whispered = answers.filter(isEphemeral);
    if (whispered.length) {
      const key = `${owner.id} ${place.id}`;
      const fresh = new Set(whispered.map((one) => one.id));
      whispers.set(key, [...(whispers.get(key) ?? []).filter((one) => !fresh.has(one.id)), ...whispered.map((one) => ({ author: world.botUser?.id ?? null, at: new Date(world.now).toISOString(), ...one }))]);
    }
    if (!result.modal && result.acked_ms === null) complain(w("no-answer"));
    first = true;
    await load();
    if (result.modal) {
      const next = await openModal(result.modal, owner);
      if (next) return take(next);
    }
    return result;
  }

  function act(one, customId, values, control) {
    if (control) control.dataset.busy = "true";
    return interact(() => api.click({ as: owner.id, message: one.id, custom_id: customId, ...(values ? { values } : {}) }), control?.dataset.label || w("a-button"))
      .finally(() => control && delete control.dataset.busy);
  }

  function dismiss(one) {
    dismissed.add(one.id);
    load();
    list.focus();
  }

  function complain(text) {
    fill(notice, failure(text, () => fill(notice)));
  }

  const heard = (channel) => {
    if (channel === null || channel === undefined || channel === place.id || place.id === "dm") load();
  };

  return {
    element, place, interact, act, composer: writer, list,
    start() {
      onChange("messages", heard);
      load();
    },
    stop() {
      stopped = true;
      resized.disconnect();
      offChange(heard);
    },
  };
}
