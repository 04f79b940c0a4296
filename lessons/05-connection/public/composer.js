// @ts-check
// What one says, from the first letter to the moment when it is heard.
//
//   field ── say ──▶ unheard ── the server has said it back ──▶ conversation
//     ▲                 │
//     └── the connection is lost
//
// Always true: what was typed is in one of the three. It may be lost on the way
// to the server, and then it is the writer's again.

import { make } from "./make.js";

const mostCharacters = 2_000;

export class Composer {
  #field = make("textarea", {
    id: "text",
    rows: "1",
    maxlength: String(mostCharacters),
    placeholder: "Say something",
    autocomplete: "off",
    enterkeyhint: "send",
    "aria-describedby": "hint",
  });
  #hint = make("p", { id: "hint", "aria-live": "polite" });
  element = make(
    "form",
    { id: "say" },
    make("label", { for: "text", class: "unseen" }, "Message"),
    this.#field,
    make("button", { type: "submit" }, "Send"),
    this.#hint,
  );
  /** @type {string[]} Said, and not yet said back. */
  #unheard = [];
  #isOpen = false;
  #send;

  /** @param {(text: string) => void} send */
  constructor(send) {
    this.#send = send;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say();
      this.focus();
    });
    this.#field.addEventListener("input", () => this.#showHint());
    this.#field.addEventListener("keydown", (event) => {
      // Enter also ends the choice of a character in many writing systems.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
  }

  /** What was typed and is not in the conversation. */
  get draft() {
    return [...this.#unheard, this.#field.value].filter(Boolean).join("\n");
  }

  set draft(text) {
    this.#unheard = [];
    this.#field.value = text;
    this.#showHint();
  }

  /** From now on what is said goes out. */
  open() {
    this.#isOpen = true;
    this.#showHint();
  }

  /** From now on what is said stays in the field, and all unheard comes back. */
  close() {
    this.#isOpen = false;
    const { draft } = this;
    this.draft = draft;
  }

  /**
   * Whether `text`, which the server says, is what was said here first.
   *
   * @param {string} text
   */
  hears(text) {
    if (this.#unheard[0] !== text) return false;
    this.#unheard.shift();
    return true;
  }

  focus() {
    this.#field.focus();
  }

  #say() {
    const characters = [...this.#field.value.trim()];
    if (!this.#isOpen || characters.length === 0) return this.#showHint();
    const text = characters.slice(0, mostCharacters).join("").trim();
    this.#field.value = characters.slice(mostCharacters).join("");
    this.#unheard.push(text);
    this.#send(text);
  }

  #showHint() {
    const isStuck = !this.#isOpen && this.#field.value.trim() !== "";
    this.#hint.textContent = isStuck
      ? "Not sent yet. Your text stays here until we are connected."
      : "";
  }
}
