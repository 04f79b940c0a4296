// How pictures, tables and sentences call the goroutines of a run: by name, and
// where several have the same one, by name and number.

import type { TraceEvent } from "rendezvous";

export type Names = ReadonlyMap<number, string>;

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
  return new Map(
    [...given].map(([id, name]) => [id, nameWith(id, name, isShared(name))]),
  );
}

function nameWith(id: number, name: string, isShared: boolean): string {
  if (name === "") return `goroutine ${id}`;
  return isShared ? `${name} (${id})` : name;
}

/** The name of goroutine `id`; 0 is a callback outside all of them. */
export function nameOf(names: Names, id: number): string {
  if (id === 0) return "a callback";
  return names.get(id) ?? `goroutine ${id}`;
}
