// Select waits for the first of several channel operations.
//
//   1. Which cases are ready? If any: draw one, do it, done.
//   2. Is there a default case? Then that is it.
//   3. Stand in the line of every channel. The first to be claimed leaves all
//      the other lines before anything else can happen, and wins.
//
// (runtime/select.go; https://go.dev/ref/spec#Select_statements)

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import {
  current,
  goOnWith,
  here,
  inTurn,
  isStepped,
  mustWait,
} from "../06-goroutines/scheduler.ts";
import { isTraced } from "../06-goroutines/trace.ts";
import {
  type Cases,
  checkNames,
  type Chosen,
  goOnAt,
  isReady,
  keyOf,
  otherwise,
  refuseDefault,
} from "./cases.ts";
import { Selection } from "./selection.ts";
import { tellSelect } from "./tell.ts";

// #region select
/**
 * Waits until one of the cases can go on, lets exactly one, and says which. Where
 * several can, each is as likely. Channels and values to send are what they are
 * when it is called; `otherwise` never waits; without a case it waits for ever.
 *
 * Panics with `send on closed channel` if it chooses such a send. Throws a
 * `TypeError` for a case that is none, and for a name that is a whole number,
 * which JavaScript would put first.
 */
// #region call
export function select<const All extends Cases>(
  cases: All,
): Promise<Chosen<All>> {
  checkNames(cases);
  const goroutine = current ?? here("select");
  if (isStepped && mustWait(goroutine)) return inTurn(() => select(cases));
  return attempt(cases, goroutine) ?? new Selection(cases).stand(goroutine);
}
// #endregion call

/**
 * The same cases for many selects: a hot loop saves making them each time. What a
 * `sending` sends may be changed in between.
 *
 * ```ts
 * typeof select.prepare({}) // => "function"
 * ```
 */
select.prepare = <const All extends Cases>(
  given: All,
): (() => Promise<Chosen<All>>) => {
  checkNames(given);
  // A copy: what the caller does with its own has no effect any more.
  const cases = (Array.isArray(given) ? [...given] : { ...given }) as All;
  let selection = new Selection(cases);
  const again = (): Promise<Chosen<All>> => {
    const goroutine = current ?? here("select");
    if (isStepped && mustWait(goroutine)) return inTurn(again);
    const done = attempt(cases, goroutine);
    if (done) return done;
    if (selection.isWaiting) selection = new Selection(cases);
    return selection.stand(goroutine);
  };
  return again;
};
// #endregion select

// #region attempt
// What can be done at once, if anything: then nothing has to be made for it.
function attempt<All extends Cases>(
  cases: All,
  goroutine: Goroutine,
): Promise<Chosen<All>> | undefined {
  let ready = 0;
  let chosen: string | undefined;
  let fallback: string | undefined;
  const byName = cases as Readonly<Record<string, unknown>>;
  for (const name in byName) {
    const each = byName[name];
    if (isReady(name, each)) {
      ready++;
      chosen = name;
    } else if (each === otherwise) {
      fallback = fallback === undefined ? name : refuseDefault(name);
    }
  }
  if (ready > 1) chosen = draw(cases, ready, goroutine);
  if (isTraced) tellSelect(cases, goroutine, chosen ?? fallback);
  if (chosen !== undefined) {
    goroutine.polls = 0;
    return goOnWith(goOnAt(keyOf(cases, chosen), cases[chosen as keyof All]));
  }
  if (fallback === undefined) return undefined;
  goroutine.run.polled(goroutine);
  return goOnWith({ case: keyOf(cases, fallback) } as Chosen<All>);
}

// #region draw
// One draw among the ready ones. To begin somewhere and take the first that is
// ready would favour those that stand behind a gap.
function draw(cases: Cases, ready: number, goroutine: Goroutine): string {
  let left = goroutine.run.draw(ready);
  const byName = cases as Readonly<Record<string, unknown>>;
  for (const name in byName) {
    if (isReady(name, byName[name]) && left-- === 0) return name;
  }
  throw new RangeError(`expected ${ready} ready cases`);
}
// #endregion draw
// #endregion attempt
