// What a program prints, formatted as Node formats it, up to a number of lines.
// Of what only an engine can see into, a browser tells less: a promise is always
// `<pending>`, and an iterator of a Map is empty.

import { format, inspect } from "node-inspect-extracted";
import type { Line } from "../protocol.ts";

/** How much of a program's output is shown, and how much more it may print. */
export const limits = { lines: 5_000, characters: 500_000, flood: 50_000 };

type Listener = (line: string) => boolean;

const longestIndent = 40; // in characters: groups may go as deep as they like

export class Printer {
  readonly #show: (stream: Line["stream"], text: string) => void;
  readonly #limits: typeof limits;
  readonly #listeners: Listener[] = [];
  readonly #counts = new Map<string, number>();
  #depth = 0; // of groups
  #isHushed = false;
  #lines = 0;
  #characters = 0;
  #poured = 0; // lines of the program's own that were not shown
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
      this.#depth++;
    };
    const groupEnd = () => void (this.#depth = Math.max(0, this.#depth - 1));
    const assert = (isTrue?: unknown, ...words: unknown[]) => {
      if (!isTrue) err(...failed(words));
    };
    Object.assign(target, { log: out, info: out, debug: out, table: out, dir });
    Object.assign(target, { error: err, warn: err, trace: err, assert });
    Object.assign(target, { group, groupCollapsed: group, groupEnd });
    this.#installCount(target);
  }

  #installCount(target: Partial<Console>): void {
    const count = (label: unknown = "default") => {
      const name = `${label as string}`;
      const next = (this.#counts.get(name) ?? 0) + 1;
      this.#counts.set(name, next);
      this.#log(`${name}: ${next}`);
    };
    const countReset = (label: unknown = "default") => {
      const name = `${label as string}`;
      if (this.#counts.delete(name)) return;
      this.#err(`Warning: Count for '${name}' does not exist`);
    };
    Object.assign(target, { count, countReset });
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
    if (!isKept) this.#pour("out", text);
  }

  #err(text: string): void {
    this.#pour("err", text);
  }

  // Only what the program prints is a flood: a report is as long as it has to be.
  #pour(stream: Line["stream"], text: string): void {
    if (this.#isHushed || this.#poured >= this.#limits.flood) return;
    const before = this.unprinted;
    this.print(stream, text);
    this.#poured += this.unprinted - before;
    if (this.#poured >= this.#limits.flood) this.#onFlood();
  }

  /** Prints what the runtime says; what a program says comes by its console. */
  print(stream: Line["stream"], text: string): void {
    for (const line of text.split("\n")) this.#line(stream, line);
  }

  #line(stream: Line["stream"], text: string): void {
    const isFull =
      this.#lines >= this.#limits.lines ||
      this.#characters >= this.#limits.characters;
    if (isFull) {
      this.unprinted++;
      return;
    }
    this.#lines++;
    const room = this.#limits.characters - this.#characters;
    const whole = text === "" ? "" : this.#indent + text;
    this.#characters += whole.length;
    const isLong = whole.length > room;
    this.#show(stream, isLong ? `${whole.slice(0, room)}…` : whole);
  }

  get #indent(): string {
    return " ".repeat(Math.min(2 * this.#depth, longestIndent));
  }
}

// As Node has it: the first of the words is a text, whatever it was.
function failed([first, ...others]: unknown[]): unknown[] {
  const isBare = first === undefined && others.length === 0;
  const reason = isBare ? "" : `: ${first as string}`;
  return [`Assertion failed${reason}`, ...others];
}
