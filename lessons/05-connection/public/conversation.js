// @ts-check
// The lines of the conversation, the newest at the bottom.
//
//   - a reader at the bottom stays there, whatever is added or resized
//   - a reader who has scrolled up is left in peace, and told what is new
//   - whatever a person wrote is text, never markup

const nearMs = 5 * 60_000; // lines this close to each other share one name
const nearPixels = 48; // above the bottom, and still at the bottom
const mostLines = 1_000; // so that a page left open for days stays quick

export class Conversation {
  #log;
  #lines;
  #latest;
  #isAtEnd = true;
  #unread = 0;
  /** @type {{ name: string, isOwn: boolean, at: number } | undefined} */
  #last;

  /**
   * @param {HTMLElement} log What scrolls.
   * @param {HTMLElement} lines The list inside it.
   * @param {HTMLButtonElement} latest Leads to the newest line.
   */
  constructor(log, lines, latest) {
    this.#log = log;
    this.#lines = lines;
    this.#latest = latest;
    log.addEventListener("scroll", () => this.#look(), { passive: true });
    latest.addEventListener("click", () => this.#goToEnd());
    new ResizeObserver(() => this.#settle()).observe(log);
  }

  /**
   * Adds what somebody said. One's own words are always shown.
   *
   * @param {string} name
   * @param {string} text
   * @param {boolean} isOwn
   */
  say(name, text, isOwn) {
    const at = Date.now();
    const line = make("li", isOwn ? "said own" : "said");
    const bubble = make("div", "bubble");
    const who = make("p", "who");
    who.append(isOwn ? "You" : label(name));
    who.style.setProperty("--hue", String(hueOf(name)));
    const words = make("p", "text", text);
    words.dir = "auto";
    bubble.append(who, words);
    line.append(bubble, clock());
    line.classList.toggle("same", this.#isSame(name, isOwn, at));
    this.#last = { name, isOwn, at };
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
    const line = make("li", "note");
    const words = make("p", "text");
    for (const part of parts) {
      words.append(typeof part === "string" ? part : label(part.name));
    }
    line.append(words, clock());
    this.#last = undefined;
    this.#add(line);
  }

  /** @param {HTMLElement} line */
  #add(line) {
    this.#lines.append(line);
    if (this.#lines.childElementCount > mostLines) {
      this.#lines.firstElementChild?.remove();
    }
    this.#settle();
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
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < nearPixels;
    if (this.#isAtEnd) this.#count(0);
  }

  #settle() {
    if (this.#isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #goToEnd() {
    this.#log.focus(); // the button goes, and focus must not go with it
    this.#isAtEnd = true;
    this.#settle();
    this.#count(0);
  }

  /** @param {number} unread */
  #count(unread) {
    this.#unread = unread;
    this.#latest.hidden = unread === 0;
    const noun = unread === 1 ? "new message" : "new messages";
    this.#latest.textContent = `${unread} ${noun} ↓`;
  }
}

/**
 * A name, set apart: its letters may run from right to left, the line's do not.
 *
 * @param {string} name
 */
export function label(name) {
  return make("bdi", "name", name);
}

/**
 * The same colour for the same name, on every page.
 *
 * @param {string} name
 * @returns {number} Degrees.
 */
export function hueOf(name) {
  let hash = 0;
  for (const character of name) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  }
  return (hash * 137) % 360;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} [text]
 */
export function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function clock() {
  const now = new Date();
  const time = document.createElement("time");
  time.dateTime = now.toISOString();
  time.textContent = now.toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
  });
  return time;
}
