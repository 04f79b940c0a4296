// Moments of an evening in milliseconds, and scripts with one thing changed.

import type { TraceEvent } from "rendezvous";
import type { Action, Script } from "./script.ts";

/** What the clock shows after the first `position` events, in whole ms. */
export function timeAt(
  events: readonly TraceEvent[],
  position: number,
): number {
  return Math.round(events[position - 1]?.time ?? 0);
}

/** The position at which all has happened that happens until `timeMs`. */
export function positionAt(
  events: readonly TraceEvent[],
  timeMs: number,
): number {
  const later = events.findIndex(({ time }) => time > timeMs);
  return later < 0 ? events.length : later;
}

export function without(script: Script, action: Action): Script {
  return script.filter((each) => each !== action);
}

/** `action` at another time, and behind what happens then already. */
export function moved(script: Script, action: Action, atMs: number): Script {
  return [...without(script, action), { ...action, atMs }];
}

const names = [
  ...["alice", "bob", "carol", "dave", "erin", "frank"],
  ...["grace", "heidi", "ivan", "judy", "kim", "lena"],
] as const;

/** Somebody who is not in `script` yet; `undefined` if all are. */
export function somebodyElse(script: Script): string | undefined {
  const there = new Set(
    script.map((action) => ("who" in action ? action.who : "")),
  );
  return names.find((name) => !there.has(name));
}
