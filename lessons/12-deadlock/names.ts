// How our part of the report calls goroutines, and what they wait on.

import type { Awaited, Wait } from "../06-goroutines/wait.ts";
import { Channel } from "../07-channels/channel.ts";
import { type Partner, waysOut } from "./partners.ts";

/** `goroutine 2 (kitchen)`; the first is always called main. */
export function nameOf({ id, name }: { id: number; name: string }): string {
  const shown = id === 1 ? "main" : name;
  return shown ? `goroutine ${id} (${shown})` : `goroutine ${id}`;
}

/**
 * What `wait` waits on: `chan#1 with 2 of 2 in its buffer`; `""` if that is nothing
 * that has a name. Who could have helped and has ended is named beside it:
 * `known` are the ids of those still there.
 */
export function nameThings(wait: Wait, known: ReadonlySet<number>): string {
  const { on } = wait;
  if (on === undefined) return "";
  const ended = waysOut(wait)
    .flat()
    .filter(({ id }) => !known.has(id));
  return [...new Set(on.parts ?? [on])]
    .map((part) => nameThing(part) + nameEnded(part, ended))
    .join(", ");
}

function nameThing(on: Awaited): string {
  if (!(on instanceof Channel)) return on.label;
  if (on.isNil) return "a nil channel";
  if (on.capacity === 0) return on.label;
  return `${on.label} with ${on.length} of ${on.capacity} in its buffer`;
}

function nameEnded(on: Awaited, ended: readonly Partner[]): string {
  return ended
    .filter((partner) => partner.on === on)
    .map(({ id, because }) => ` (goroutine ${id}, which ${because}, has ended)`)
    .join("");
}
