// What a member can change on their own side of Discord: language, closed direct messages, leaving.

import { api } from "./api.js";
import { h } from "./dom.js";
import { toast } from "./toast.js";
import { w } from "./words.js";

/** The client languages worth trying here: Magpie's three and one that it does not speak. */
const LOCALES = ["en-GB", "en-US", "fr", "es-ES", "es-419", "pt-BR"];

export function settings(owner) {
  const change = async (patch) => {
    try {
      await api.patchMember(owner.id, patch);
    } catch (fault) {
      toast(fault.message);
    }
  };
  const locales = LOCALES.includes(owner.locale) || !owner.locale ? LOCALES : [owner.locale, ...LOCALES];
  return h("details", { class: "settings" }, h("summary", {}, w("settings")),
    h("label", {}, w("settings-language"), h("select", { value: owner.locale ?? "en-GB", "data-setting": "locale", on: { change: (event) => change({ locale: event.target.value }) } }, locales.map((code) => h("option", { value: code }, code)))),
    h("label", { class: "tick" }, h("input", { type: "checkbox", checked: owner.dms_open !== false, "data-setting": "dms", on: { change: (event) => change({ dms_open: event.target.checked }) } }), w("settings-dms")),
    h("p", { class: "hint" }, w("settings-hint")));
}
