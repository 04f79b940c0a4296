// @ts-check
// The door: who comes in says a name.

import { make } from "./make.js";

export class Door {
  #name = make("input", {
    id: "name",
    maxlength: "24",
    required: "",
    pattern: ".*\\S.*",
    title: "At least one character that can be seen",
    autocomplete: "nickname",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    "aria-describedby": "name-hint",
  });
  element = make(
    "form",
    { id: "door" },
    make("h2", {}, "Come in"),
    make("p", { id: "name-hint" }, "What should the others call you?"),
    make("label", { for: "name" }, "Your name"),
    make(
      "div",
      { class: "row" },
      this.#name,
      make("button", { type: "submit" }, "Join"),
    ),
  );

  /** @param {(name: string) => void} enter Called with a name that can be seen. */
  constructor(enter) {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = this.#name.value.trim();
      if (name !== "") enter(name);
    });
  }

  /**
   * Suggests the name somebody had.
   *
   * @param {string} name
   */
  suggest(name) {
    this.#name.value = name;
  }

  focus() {
    this.#name.focus();
  }
}
