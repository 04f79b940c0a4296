// @ts-check
// Elements, made by hand. Whatever a person wrote arrives here as a string, and a
// string becomes text: nothing is ever read as markup.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * A name, set apart: its letters may run from right to left, the line's do not.
 *
 * @param {string} name
 */
export function label(name) {
  return make("bdi", { class: "name" }, name);
}

/**
 * The same colour for the same name, on every page.
 *
 * @param {HTMLElement} element
 * @param {string} name
 */
export function paint(element, name) {
  let hash = 0;
  for (const character of name) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  }
  element.style.setProperty("--hue", String((hash * 137) % 360)); // degrees
}
