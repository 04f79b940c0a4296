// What must be true of an evening, in whatever order it went.

import type { Evening, Guest } from "./evening.ts";
import { textsOf } from "./simulated.ts";

/** Panics with what is wrong, if something is. */
export function checkEvening(evening: Evening): void {
  const { hub, guests, plan, letters, saidInTime } = evening;
  expect(hub.done.isDrained(), "the hub to be done");
  expect(hub.size === 0, `nobody in the hub, got ${hub.size}`);
  const all = [...letters].flatMap(textsOf);
  const lost = saidInTime.filter((word) => !all.includes(word));
  expect(
    lost.length === 0,
    `what was said before the end, got no ${lost.join()}`,
  );
  const isWhole = plan.letters !== undefined;
  for (const guest of guests) {
    checkEnd(guest);
    checkTold(guest, all, isWhole);
    checkHeard(guest, all);
  }
}

// Who does not answer the goodbye of a hub that has ended is for the deadline of
// its connection, which is not simulated.
function checkEnd({ plan, wire }: Guest): void {
  const isToEnd = plan.isDeaf === true && wire.goodbye > 0;
  expect(wire.hasEnded || isToEnd, `${plan.name} to be gone`);
}

// #region told
// What is told of somebody: that it has come, its words, that it has gone; each
// once, in order. Where the hub quits early, the end may be missing; where it was
// let go, some words.
function checkTold({ plan }: Guest, all: string[], isWhole: boolean): void {
  const { name, words = [], leaves, outbox } = plan;
  const told = all.filter((letter) => nameIn(letter) === name);
  const here = [`+${name}`, ...words];
  const due = leaves ? [...here, `-${name}`] : here;
  if (outbox && told.at(-1) === `-${name}`) told.splice(-1);
  const isRight = isStart(told, due);
  const isAll = told.length === due.length || !isWhole || outbox !== undefined;
  const got = `"${told.join(" ")}" of ${all.join(" ")}`;
  expect(isRight && isAll, `${due.join(" ")}, got ${got}`);
}
// #endregion told

// #region heard
// What somebody hears is what all hear from its coming on, without a gap; and to
// the end, if it stays and keeps up.
function checkHeard({ plan, wire }: Guest, all: string[]): void {
  const { name, leaves, readsLate } = plan;
  const { heard } = wire;
  const from = all.indexOf(`+${name}`);
  const due = from < 0 ? [] : all.slice(from);
  const isAll = heard.length === due.length || leaves || readsLate;
  expect(
    isStart(heard, due) && isAll === true,
    `${name} to hear "${due.join(" ")}", got "${heard.join(" ")}"`,
  );
}
// #endregion heard

/** Whose it is: a word is a name and a number. */
function nameIn(letter: string): string {
  return letter.replace(/[-+\d]/g, "");
}

function isStart(part: string[], whole: string[]): boolean {
  return part.every((letter, index) => letter === whole[index]);
}

function expect(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`expected ${what}`);
}
