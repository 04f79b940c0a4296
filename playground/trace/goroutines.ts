// What each goroutine does and waits for, as the events tell of it.
//
// Always true after each event:
//   - at most one goroutine runs
//   - a wait is over as soon as its value has gone from one to the other; that
//     its goroutine is ready follows in an event of its own

import type { TraceEvent } from "rendezvous";
import { type Called, nameOf } from "./names.ts";
import type { Doing, GoroutineNow, WaitNow } from "./now.ts";

type Told = Pick<TraceEvent, "goroutine" | "time">;

export class Goroutines {
  readonly all: Map<number, GoroutineNow>;
  readonly names: Called;
  /** How many waits of a goroutine are over, and its `ready` not yet told. */
  readonly #served: Map<number, number>;
  #running: number;

  constructor(names: Called, other?: Goroutines) {
    this.names = names;
    this.all = new Map(other?.all);
    this.#served = new Map(other ? other.#served : []);
    this.#running = other ? other.#running : 0;
  }

  /** Who runs, as far as anybody has said; 0 for nobody. */
  get running(): number {
    return this.#running;
  }

  nameOf(id: number): string {
    return nameOf(this.names, id);
  }

  start(id: number, line: string | undefined, sinceMs: number): void {
    const nothing = { waits: [], reason: "", on: "", error: undefined };
    const name = this.nameOf(id);
    this.all.set(id, { id, name, state: "ready", line, sinceMs, ...nothing });
  }

  /** It has done something, and so it runs, also if nobody said that it is back:
   * from abroad, or from an operation that it has not awaited yet. */
  act({ goroutine, kind, line, time }: TraceEvent): void {
    if (goroutine === 0) return this.rest(time); // a callback: nobody runs
    const now = this.all.get(goroutine);
    if (!now || kind === "abroad") return;
    if (line !== undefined) this.#set({ ...now, line });
    const isAway = now.state === "abroad" || now.state === "waiting";
    if (isAway) this.run({ goroutine, time });
  }

  /** It runs, and nobody else does. */
  run({ goroutine, time }: Told): void {
    if (this.#running !== goroutine) this.rest(time);
    this.#running = goroutine;
    this.change(goroutine, "running", time);
  }

  /** Who was running does what it still waits for. */
  rest(time: number): void {
    const was = this.all.get(this.#running);
    if (was?.state !== "running" || was.waits.length === 0) return;
    this.change(was.id, stateOf(was.waits), time);
  }

  change(id: number, state: Doing, time: number): void {
    const now = this.all.get(id);
    if (!now || now.state === state) return;
    this.#set({ ...now, state, sinceMs: time });
  }

  /** It lets others go first, and its `ready` will follow. */
  pause({ goroutine, time }: Told): void {
    this.#count(goroutine, 1);
    this.change(goroutine, "ready", time);
  }

  wait({ goroutine, time }: Told, wait: WaitNow): void {
    const now = this.all.get(goroutine);
    if (!now) return;
    const waits = [...now.waits, wait];
    this.#set({ ...now, waits, state: stateOf(waits), sinceMs: time });
  }

  /** Its value has gone, or the channel was closed; `undefined` if it is gone. */
  serve(id: number, at: number): WaitNow | undefined {
    const wait = this.all.get(id)?.waits.find((each) => each.at === at);
    if (!wait) return undefined;
    this.#finish(id, wait);
    this.#count(id, 1);
    return wait;
  }

  /** It may go on. Returns the wait that this ends, where none was served. */
  ready(id: number, time: number, lastSync: string): WaitNow | undefined {
    const isServed = (this.#served.get(id) ?? 0) > 0;
    const wait = isServed ? undefined : this.#waitElsewhere(id, lastSync);
    if (isServed) this.#count(id, -1);
    if (wait) this.#finish(id, wait);
    this.change(id, "ready", time);
    return wait;
  }

  end(id: number, error: string | undefined, time: number): void {
    const now = this.all.get(id);
    const state = error === undefined ? "ended" : "panicked";
    if (now) this.#set({ ...now, state, error, sinceMs: time });
  }

  // Waits at no channel: of several, it is that of the lock that has changed.
  #waitElsewhere(id: number, lastSync: string): WaitNow | undefined {
    const waits = this.all.get(id)?.waits ?? [];
    const others = waits.filter(({ reason }) => !isAtChannel(reason));
    return others.find(({ on }) => on.includes(lastSync)) ?? others[0];
  }

  #count(id: number, change: 1 | -1): void {
    this.#served.set(id, (this.#served.get(id) ?? 0) + change);
  }

  #finish(id: number, wait: WaitNow): void {
    const now = this.all.get(id);
    if (!now) return;
    this.#set({ ...now, waits: now.waits.filter((each) => each !== wait) });
  }

  #set(now: GoroutineNow): void {
    const reasons = new Set(now.waits.map(({ reason }) => reason));
    const on = new Set(now.waits.flatMap((wait) => wait.on));
    const told = { reason: [...reasons].join(", "), on: [...on].join(", ") };
    this.all.set(now.id, { ...now, ...told });
  }
}

/** Whether that is waiting at a channel, or at several. */
export function isAtChannel(reason: string): boolean {
  return reason.startsWith("chan ") || reason.startsWith("select");
}

function stateOf(waits: readonly WaitNow[]): Doing {
  const isAsleep = waits.every(({ reason }) => reason === "sleep");
  return isAsleep ? "sleeping" : "waiting";
}
