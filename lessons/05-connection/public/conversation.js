// @ts-check
// The lines of the conversation, the newest at the bottom.
//
//   log ── lines ── leaf of 50 lines, leaf of 50 lines, …
//
//   - a reader at the bottom stays there, whatever is added or resized
//   - a reader who has scrolled up is left in peace, and told what is new
//   - the browser lays out the leaves that are near the reader, and no others
//   - whatever a person wrote is text, never markup

import { label, make, paint } from "./make.js";

const nearMs = 5 * 60_000; // lines this close to each other share one name
const nearPixels = 48; // above the bottom, and still at the bottom
const linesPerLeaf = 50;
const mostLeaves = 200; // 10,000 lines: a page left open for days has an end

const clock = new Intl.DateTimeFormat([], {
  hour: "2-digit",
  minute: "2-digit",
});

export class Conversation {
  #lines = make("div", { id: "lines" });
  #alone = make(
    "p",
    { id: "alone", hidden: "" },
    "Nobody else is here yet. Open this page in a second window, take another name, and talk to yourself.",
  );
  #log = make(
    "div",
    {
      id: "log",
      role: "log",
      "aria-label": "Conversation",
      "aria-live": "polite",
      tabindex: "0",
    },
    this.#lines,
    this.#alone,
  );
  #latest = make("button", { id: "latest", type: "button", hidden: "" });
  element = make("div", { class: "talk" }, this.#log, this.#latest);

  #top = 0; // where the reader was when we last looked
  #isAtEnd = true;
  #unread = 0;
  /** @type {{ name: string, isOwn: boolean, at: number } | undefined} */
  #last;

  constructor() {
    this.#log.addEventListener("scroll", () => this.#look(), { passive: true });
    this.#latest.addEventListener("click", () => this.#goToEnd());
    // It calls once a frame, however many lines have come, when they are laid
    // out anyway: to ask for their height then costs nothing.
    const sizes = new ResizeObserver(() => this.#settle());
    sizes.observe(this.#log);
    sizes.observe(this.#lines);
  }

  /**
   * Adds what somebody said. One's own words are always shown.
   *
   * @param {string} name
   * @param {string} text
   * @param {boolean} isOwn
   */
  say(name, text, isOwn) {
    const now = new Date();
    const who = make("p", { class: "who" }, isOwn ? "You" : this.sign(name));
    paint(who, name);
    const words = make("p", { class: "text", dir: "auto" }, text);
    const bubble = make("div", { class: "bubble" }, who, words);
    const line = make("li", { class: "said" }, bubble, time(now));
    line.classList.toggle("own", isOwn);
    line.classList.toggle("same", this.#isSame(name, isOwn, now.getTime()));
    this.#last = { name, isOwn, at: now.getTime() };
    if (isOwn) this.#isAtEnd = true;
    this.#add(line);
    if (!this.#isAtEnd) this.#count(this.#unread + 1);
  }

  /**
   * Adds what happened: a name and what it did, or a sentence alone.
   *
   * @param {...(string | { name: string })} parts
   */
  note(...parts) {
    const words = parts.map((part) =>
      typeof part === "string" ? part : label(part.name),
    );
    const text = make("p", { class: "text" }, ...words);
    this.#last = undefined;
    this.#add(make("li", { class: "note" }, text, time(new Date())));
  }

  /**
   * Whether to say that nobody else is here, as long as nobody has said a word.
   *
   * @param {boolean} isAlone
   */
  showAlone(isAlone) {
    const hasTalk = this.#lines.querySelector(".said") !== null;
    this.#alone.hidden = !isAlone || hasTalk;
  }

  /**
   * What stands above the words of somebody else.
   *
   * @param {string} name
   * @returns {HTMLElement}
   */
  sign(name) {
    return label(name);
  }

  /** @param {HTMLElement} line */
  #add(line) {
    let leaf = this.#lines.lastElementChild;
    if (!leaf || leaf.childElementCount === linesPerLeaf) {
      leaf = make("ol", {});
      this.#lines.append(leaf);
      this.#forget();
    }
    leaf.append(line);
  }

  // Never under the eyes of a reader who has scrolled up.
  #forget() {
    if (!this.#isAtEnd) return;
    while (this.#lines.childElementCount > mostLeaves) {
      this.#lines.firstElementChild?.remove();
    }
  }

  /**
   * @param {string} name
   * @param {boolean} isOwn
   * @param {number} at
   */
  #isSame(name, isOwn, at) {
    const last = this.#last;
    return last?.name === name && last.isOwn === isOwn && at - last.at < nearMs;
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const isNear = scrollHeight - scrollTop - clientHeight < nearPixels;
    // A line that came since the last frame is below us, and nobody scrolled.
    if (isNear || scrollTop < this.#top) this.#isAtEnd = isNear;
    this.#top = scrollTop;
    if (this.#isAtEnd) this.#count(0);
  }

  #settle() {
    if (this.#isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
    this.#top = this.#log.scrollTop;
  }

  #goToEnd() {
    this.#log.focus(); // the button goes, and focus must not go with it
    this.#isAtEnd = true;
    this.#settle();
    this.#count(0);
  }

  /** @param {number} unread */
  #count(unread) {
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.#latest.hidden = unread === 0;
    const noun = unread === 1 ? "new message" : "new messages";
    this.#latest.textContent = `${unread} ${noun} ↓`;
  }
}

/** @param {Date} date */
function time(date) {
  const words = clock.format(date);
  return make("time", { datetime: date.toISOString() }, words);
}
