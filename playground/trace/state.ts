// The state of a run, as its events change it, one after the other.

import type { TraceEvent } from "rendezvous";
import type { SelectWay } from "../../lessons/06-goroutines/trace.ts";
import { Goroutines, isAtChannel } from "./goroutines.ts";
import { Lines } from "./lines.ts";
import type { Called } from "./names.ts";
import type { QueuedNow, WaitNow } from "./now.ts";

type Of<Kind extends TraceEvent["kind"]> = Extract<TraceEvent, { kind: Kind }>;

export class State {
  readonly lines: Lines;
  readonly goroutines: Goroutines;
  #latest: TraceEvent | undefined;
  #lastSync: string;

  constructor(names: Called, other?: State) {
    this.lines = new Lines(other?.lines);
    this.goroutines = new Goroutines(names, other?.goroutines);
    this.#latest = other ? other.#latest : undefined;
    this.#lastSync = other ? other.#lastSync : "";
  }

  copy(): State {
    return new State(this.goroutines.names, this);
  }

  // #region apply
  /** `event`, at position `at` of the list, happens. */
  apply(event: TraceEvent, at: number): void {
    this.goroutines.act(event);
    this.#happen(event, at);
    this.#latest = event;
  }

  #happen(event: TraceEvent, at: number): void {
    const { goroutine, time } = event;
    switch (event.kind) {
      case "go":
        return this.goroutines.start(event.started, event.line, time);
      case "run":
        return this.goroutines.run(event);
      case "park":
        return this.#park(event, at);
      case "ready":
        return this.#ready(event);
      case "make":
        return this.lines.make(event, at);
      case "hand-over":
        return this.#handOver(event, at);
      case "buffer":
        return this.#move(event, at);
      case "close":
        return this.#close(event.on, at);
      case "sync":
        return this.#sync(event);
      case "abroad":
        return this.goroutines.change(goroutine, "abroad", time);
      case "end":
        return this.goroutines.end(goroutine, event.error, time);
      case "select":
      case "sleep":
      case "spin":
    }
  }
  // #endregion apply

  #park(event: Of<"park">, at: number): void {
    const { goroutine, reason, on, value } = event;
    if (reason === "runnable") return this.goroutines.pause(event);
    const select = this.#selectBefore(goroutine);
    const isSelect = select !== undefined;
    const labels = on === "" ? [] : on.split(", ");
    const wait: WaitNow = { at, reason, on: labels, isSelect };
    const name = this.goroutines.nameOf(goroutine);
    const who = { goroutine, name, isSelect, wait: at };
    if (!isAtChannel(reason)) this.lines.standAtLock(who, wait);
    else this.lines.stand(who, select?.ways ?? waysOf(reason, labels, value));
    this.goroutines.wait(event, wait);
  }

  // A select that waits says so right before.
  #selectBefore(goroutine: number): Of<"select"> | undefined {
    const latest = this.#latest;
    if (latest?.kind !== "select" || latest.goroutine !== goroutine) return;
    return latest.chosen === "" ? latest : undefined;
  }

  #ready({ woken, time }: Of<"ready">): void {
    const wait = this.goroutines.ready(woken, time, this.#lastSync);
    if (wait) this.lines.leave(wait);
  }

  // Of the two, one runs, and the other has waited in line.
  #handOver({ on, from, to }: Of<"hand-over">, at: number): void {
    const { senders, receivers } = this.lines.channel(on);
    const [sender, receiver] = [senders[0], receivers[0]];
    this.lines.change(on, { touchedAt: at });
    if (sender?.goroutine === from) this.#serve(sender);
    else if (receiver?.goroutine === to) this.#serve(receiver);
  }

  #move(event: Of<"buffer">, at: number): void {
    const [first] = this.lines.channel(event.on).senders;
    this.lines.move(event, at);
    if (event.from !== undefined) this.#serve(first);
  }

  #close(on: string, at: number): void {
    const { senders, receivers } = this.lines.channel(on);
    this.lines.change(on, { isClosed: true, touchedAt: at });
    for (const each of [...receivers, ...senders]) this.#serve(each);
  }

  /** The operation of a waiter is done; a select loses its other cases. */
  #serve(waiter: QueuedNow | undefined): void {
    if (!waiter) return;
    const { goroutine, wait: at } = waiter;
    const wait = this.goroutines.serve(goroutine, at);
    // Of somebody we do not know, back from abroad, we know no more than this.
    const on = wait?.on ?? [...this.lines.channels.keys()];
    this.lines.leave({ at, on });
  }

  #sync({ on, state, goroutine }: Of<"sync">): void {
    const [first] = this.lines.lock(on).waiting;
    const isHeld = state === "locked" || state === "writing";
    // Given up while somebody waits, it goes straight to the first in line.
    const holder = isHeld ? (first?.goroutine ?? goroutine) : undefined;
    this.lines.changeLock(on, { state, holder });
    this.#lastSync = on;
  }
}

/** The side of a channel on which a wait without a select stands. */
function waysOf(
  reason: string,
  labels: readonly string[],
  value: string | undefined,
): SelectWay[] {
  const way = reason.startsWith("chan send") ? "send" : "receive";
  const brought = value === undefined ? {} : { value };
  return labels.map((on) => ({ on, way, ...brought }));
}
