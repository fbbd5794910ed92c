// A member's Discord settings: the language, and whether direct messages are open.

import { api } from "./api.js";
import { h } from "./dom.js";
import { toast } from "./toast.js";
import { t } from "./texts.js";

/** Variants of Magpie's three languages, and one language that Magpie does not support. */
const LOCALES = ["en-GB", "en-US", "fr", "es-ES", "es-419", "pt-BR"];

export function settings(owner) {
  const change = async (patch) => {
    try {
      await api.patchMember(owner.id, patch);
    } catch (error) {
      toast(error.message);
    }
  };
  const locales = LOCALES.includes(owner.locale) || !owner.locale ? LOCALES : [owner.locale, ...LOCALES];
  return h(
    "details",
    { class: "settings" },
    h("summary", {}, t("settings")),
    h(
      "label",
      {},
      t("settings-language"),
      h(
        "select",
        {
          value: owner.locale ?? "en-GB",
          "data-setting": "locale",
          on: { change: (event) => change({ locale: event.target.value }) },
        },
        locales.map((code) => h("option", { value: code }, code)),
      ),
    ),
    h(
      "label",
      { class: "tick" },
      h("input", {
        type: "checkbox",
        checked: owner.dms_open !== false,
        "data-setting": "dms",
        on: { change: (event) => change({ dms_open: event.target.checked }) },
      }),
      t("settings-dms"),
    ),
    h("p", { class: "hint" }, t("settings-hint")),
  );
}
