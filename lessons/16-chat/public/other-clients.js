// @ts-check
// What else may take part: any WebSocket client, and a line that is one.

import { address } from "./lasting-socket.js";
import { make } from "./make.js";

const saidMs = 2_000;

export class OtherClients {
  #line = make("code", {}, lineFor(address("ws")));
  #copy = make("button", { type: "button" }, "Copy");
  #said = make("span", { "aria-live": "polite" });
  element = make(
    "div",
    {
      id: "other-clients",
      popover: "",
      role: "dialog",
      "aria-labelledby": "other-title",
    },
    make("h2", { id: "other-title" }, "Any WebSocket client may take part"),
    make(
      "p",
      {},
      "It hears what all of us say, and whatever it sends is shown here as a guest's. The console of this page becomes one when you paste this line:",
    ),
    this.#line,
    make("div", { class: "row" }, this.#copy, this.#said),
  );
  button = make(
    "button",
    {
      class: "quiet",
      type: "button",
      popovertarget: "other-clients",
      "aria-label": "Other clients",
    },
    make("span", { class: "narrow" }, "</>"),
    make("span", { class: "wide" }, "Other clients"),
  );

  constructor() {
    this.#copy.addEventListener("click", () => void this.#copyLine());
  }

  async #copyLine() {
    try {
      await navigator.clipboard.writeText(this.#line.textContent);
      this.#said.textContent = "Copied";
    } catch {
      // Not every page may write to the clipboard, but a reader may.
      getSelection()?.selectAllChildren(this.#line);
      this.#said.textContent = "Selected, ready to be copied";
    }
    setTimeout(() => (this.#said.textContent = ""), saidMs);
  }
}

/** @param {string} address */
function lineFor(address) {
  return `guest = new WebSocket("${address}"); guest.onmessage = ({ data }) => console.log(data); guest.onopen = () => guest.send("hello")`;
}
