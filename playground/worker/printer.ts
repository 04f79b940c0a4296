// What a program prints, formatted as Node formats it, up to a number of lines.
// Of what only an engine can see into, a browser tells less: a promise is always
// `<pending>`, and an iterator of a Map is empty.

import { format, inspect } from "node-inspect-extracted";
import type { Line } from "../protocol.ts";

/** How much of a program's output is shown, and how much more it may print. */
export const limits = { lines: 5_000, characters: 500_000, flood: 50_000 };

type Listener = (line: string) => boolean;

export class Printer {
  readonly #show: (stream: Line["stream"], text: string) => void;
  readonly #limits: typeof limits;
  readonly #listeners: Listener[] = [];
  #indent = "";
  #isHushed = false;
  #lines = 0;
  #characters = 0;
  readonly #onFlood: () => void;
  /** Lines for which there was no more room. */
  unprinted = 0;

  /** `onFlood` is told once, when far more was printed than anybody reads. */
  constructor(
    show: (stream: Line["stream"], text: string) => void,
    onFlood: () => void,
    given = limits,
  ) {
    this.#show = show;
    this.#onFlood = onFlood;
    this.#limits = given;
  }

  /** Puts this printer in the place of the methods of `target` that print. */
  install(target: Partial<Console>): void {
    const out = (...words: unknown[]) => this.#log(format(...words));
    const err = (...words: unknown[]) => this.#err(format(...words));
    const dir = (value: unknown) => this.#log(inspect(value));
    const group = (...words: unknown[]) => {
      if (words.length > 0) out(...words);
      this.#indent += "  ";
    };
    const groupEnd = () => void (this.#indent = this.#indent.slice(2));
    const assert = (isTrue?: unknown, ...words: unknown[]) => {
      if (!isTrue) err("Assertion failed", ...words);
    };
    Object.assign(target, { log: out, info: out, debug: out, table: out, dir });
    Object.assign(target, { error: err, warn: err, trace: err, assert });
    Object.assign(target, { group, groupCollapsed: group, groupEnd });
  }

  /** From now on nothing of what the program prints is shown. */
  hush(): void {
    this.#isHushed = true;
  }

  /** A `Host`'s: whoever listens last hears first, and may keep the line. */
  listen(listener: Listener): () => void {
    this.#listeners.push(listener);
    return () => {
      const place = this.#listeners.lastIndexOf(listener);
      if (place >= 0) this.#listeners.splice(place, 1);
    };
  }

  #log(text: string): void {
    const isKept = this.#listeners
      .toReversed()
      .some((listener) => listener(text));
    if (!isKept && !this.#isHushed) this.print("out", text);
  }

  #err(text: string): void {
    if (!this.#isHushed) this.print("err", text);
  }

  print(stream: Line["stream"], text: string): void {
    for (const line of text.split("\n")) this.#line(stream, line);
  }

  #line(stream: Line["stream"], text: string): void {
    const isFull =
      this.#lines >= this.#limits.lines ||
      this.#characters >= this.#limits.characters;
    if (isFull) {
      if (++this.unprinted === this.#limits.flood) this.#onFlood();
      return;
    }
    this.#lines++;
    const room = this.#limits.characters - this.#characters;
    this.#characters += text.length;
    const shown = text.length > room ? `${text.slice(0, room)}…` : text;
    this.#show(stream, shown === "" ? "" : this.#indent + shown);
  }
}
