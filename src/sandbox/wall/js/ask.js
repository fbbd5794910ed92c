// Asks the person a yes-or-no question in a dialog of the page. The browser keeps the focus in an open modal dialog.

import { h } from "./dom.js";
import { t } from "./texts.js";

/** Resolves with whether the person agrees. `yes` is the label of the button that agrees. Escape means no. */
export function ask(question, yes) {
  const before = document.activeElement;
  return new Promise((answer) => {
    let isYes = false;
    const button = (kind, action, label, act) =>
      h("button", { type: "button", class: `button ${kind}`, "data-action": action, on: { click: act } }, label);
    const sheet = h(
      "dialog",
      {
        class: "ask",
        "aria-labelledby": "ask-question",
        on: {
          close: () => {
            sheet.remove();
            // The control may have been built again meanwhile.
            const name = before?.dataset.focus;
            const again = name ? document.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
            (before?.isConnected ? before : again)?.focus({ preventScroll: true });
            answer(isYes);
          },
        },
      },
      h("p", { id: "ask-question" }, question),
      h(
        "footer",
        {},
        button("secondary", "ask-no", t("cancel"), () => sheet.close()),
        button("primary", "ask-yes", yes, () => {
          isYes = true;
          sheet.close();
        }),
      ),
    );
    document.body.append(sheet);
    sheet.showModal();
  });
}
