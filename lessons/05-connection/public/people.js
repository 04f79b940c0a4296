// @ts-check
// Who is here: oneself first, then the others in the order they came.

import { label, make, paint } from "./make.js";

export class People {
  #title = make("h2", { id: "people-title" }, "Here");
  #list = make("ul", {
    id: "people",
    tabindex: "0", // a long list is scrolled by keys, too
    "aria-labelledby": "people-title",
  });
  element = make(
    "section",
    { class: "people", "aria-labelledby": "people-title" },
    this.#title,
    this.#list,
  );
  /** @type {string[]} As the list has them. */
  #names = [];

  get isAlone() {
    return this.#names.length === 1;
  }

  /** @param {string} name */
  add(name) {
    this.#put(name, person(name));
  }

  /**
   * Oneself, who comes last, and is shown first.
   *
   * @param {string} name
   */
  addOneself(name) {
    const item = person(name);
    item.className = "own";
    item.append(" (you)");
    this.#names.unshift(name);
    this.#list.prepend(item);
    this.#count();
  }

  /**
   * Removes one of that name; the last, because oneself is the first.
   *
   * @param {string} name
   */
  remove(name) {
    const index = this.#names.lastIndexOf(name);
    if (index === -1) return;
    this.#names.splice(index, 1);
    this.#list.children[index]?.remove();
    this.#count();
  }

  clear() {
    this.#names = [];
    this.#list.replaceChildren();
    this.#count();
  }

  /**
   * @param {string} name
   * @param {HTMLElement} item
   */
  #put(name, item) {
    this.#names.push(name);
    this.#list.append(item);
    this.#count();
  }

  #count() {
    const { length } = this.#names;
    this.#title.textContent = length > 0 ? `Here: ${length}` : "Here";
  }
}

/** @param {string} name */
function person(name) {
  const item = make("li", {}, label(name));
  paint(item, name);
  return item;
}
