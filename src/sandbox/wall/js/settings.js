// A member's Discord settings: the language, and whether direct messages are open.

import { api } from "./api.js";
import { h } from "./dom.js";
import { toast } from "./toast.js";
import { languages, t } from "./texts.js";

/** Discord locales that Magpie may not support. The menu offers the first one that Magpie does not support. */
const OTHER_LOCALES = ["pt-BR", "de", "ja"];

/** The locales of Magpie's languages, and one locale that Magpie does not support. */
function offeredLocales() {
  const own = languages().flatMap((one) => one.discord_locales);
  const isOther = (locale) => !languages().some(({ code }) => code === locale.split("-")[0]);
  return [...own, ...OTHER_LOCALES.filter(isOther).slice(0, 1)];
}

export function settings(owner) {
  const change = async (patch) => {
    try {
      await api.patchMember(owner.id, patch);
    } catch (error) {
      toast(error.message);
    }
  };
  const offered = offeredLocales();
  const locales = offered.includes(owner.locale) || !owner.locale ? offered : [owner.locale, ...offered];
  return h(
    "details",
    { class: "settings" },
    h("summary", { "data-focus": "settings" }, t("settings")),
    h(
      "label",
      {},
      t("settings-language"),
      h(
        "select",
        {
          value: owner.locale ?? "en-GB",
          "data-setting": "locale",
          "data-focus": "setting-locale",
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
        "data-focus": "setting-dms",
        on: { change: (event) => change({ dms_open: event.target.checked }) },
      }),
      t("settings-dms"),
    ),
    h("p", { class: "hint" }, t("settings-hint")),
  );
}
