// How pictures, tables and sentences call the goroutines of a run: by name, and
// where several have the same one, by name and number.

import type { TraceEvent } from "rendezvous";
import { type Heirs, heirsOf } from "./heirs.ts";

/** What each goroutine is called. */
export type Called = ReadonlyMap<number, string>;

/** Whom the sentences of a run speak of. */
export interface Names extends Called {
  /** To whom locks are handed on. */
  readonly heirs: Heirs;
}

/** The name of each goroutine that `events` start. */
export function namesOf(events: readonly TraceEvent[]): Names {
  const given = new Map<number, string>();
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== "go") continue;
    const name = event.started === 1 ? "main" : event.name;
    given.set(event.started, name);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const isShared = (name: string): boolean => (counts.get(name) ?? 0) > 1;
  const names = new Map(
    [...given].map(([id, name]) => [id, nameWith(id, name, isShared(name))]),
  );
  return Object.assign(names, { heirs: heirsOf(events) });
}

function nameWith(id: number, name: string, isShared: boolean): string {
  if (name === "") return `goroutine ${id}`;
  return isShared ? `${name} (${id})` : name;
}

/** The name of goroutine `id`; 0 is a callback outside all of them. */
export function nameOf(names: ReadonlyMap<number, string>, id: number): string {
  if (id === 0) return "a callback";
  return names.get(id) ?? `goroutine ${id}`;
}
