// Locks that are handed on: whoever unlocks gives them to the first in line, and
// they are never free in between. An event tells only that the lock is held; that
// somebody else holds it from now on is told by the one after it, in which whoever
// waited there is readied.

import type { TraceEvent } from "rendezvous";

/** For each event that hands a lock on, to whom: the id of a goroutine. */
export type Heirs = ReadonlyMap<TraceEvent, number>;

export function heirsOf(events: readonly TraceEvent[]): Heirs {
  const heirs = new Map<TraceEvent, number>();
  const waits = new Map<number, string[]>();
  let before: TraceEvent | undefined;
  for (const event of events) {
    if (event.kind === "park") {
      const waited = waits.get(event.goroutine) ?? [];
      waited.push(event.on);
      waits.set(event.goroutine, waited);
    } else if (event.kind === "ready") {
      const waited = waits.get(event.woken) ?? [];
      if (isHandedOn(before, event, waited)) heirs.set(before, event.woken);
      waits.delete(event.woken);
    }
    before = event;
  }
  return heirs;
}

function isHandedOn(
  before: TraceEvent | undefined,
  { goroutine }: TraceEvent,
  waited: readonly string[],
): before is TraceEvent {
  if (before?.kind !== "sync" || before.goroutine !== goroutine) return false;
  return isHeld(before.state) && waited.includes(before.on);
}

// A counter has a state, too, and frees who waits for it: nobody holds it then.
function isHeld(state: string): boolean {
  return /^(locked|writing|[1-9]\d* reading)$/.test(state);
}
