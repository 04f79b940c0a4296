// Who stands where: the lines of channels and locks, as the events tell of them.
//
// Always true after each event:
//   - a wait stands in all lines of its `on`, or in none
//   - a line is served from its front; whoever is served leaves all its lines
//   - senders and receivers of a channel never both wait, unless one select
//     stands on both sides (nil channels, whose lines are never served, aside)

import type { TraceEvent } from "rendezvous";
import type { SelectWay } from "../../lessons/06-goroutines/trace.ts";
import type { ChannelNow, LockNow, QueuedNow, WaitNow } from "./now.ts";

type Of<Kind extends TraceEvent["kind"]> = Extract<TraceEvent, { kind: Kind }>;

const nilLabel = "chan nil";

export class Lines {
  readonly channels: Map<string, ChannelNow>;
  readonly locks: Map<string, LockNow>;

  constructor(other?: Lines) {
    this.channels = new Map(other?.channels);
    this.locks = new Map(other?.locks);
  }

  make({ on, capacity, type }: Of<"make">, at: number): void {
    const made = { capacity, type, touchedAt: at };
    this.channels.set(on, { ...newChannel(on), ...made });
  }

  /** The channel; one of which nobody told that it was made is made up. */
  channel(label: string): ChannelNow {
    return this.channels.get(label) ?? newChannel(label);
  }

  change(label: string, change: Partial<ChannelNow>): void {
    this.channels.set(label, { ...this.channel(label), ...change });
  }

  /** The channels there are to show: the nil one only if somebody waits. */
  shown(): ChannelNow[] {
    return [...this.channels.values()].filter(
      ({ isNil, senders, receivers }) =>
        !isNil || senders.length + receivers.length > 0,
    );
  }

  lock(label: string): LockNow {
    const none = { label, state: "", holder: undefined, waiting: [] };
    return this.locks.get(label) ?? none;
  }

  changeLock(label: string, change: Partial<LockNow>): void {
    this.locks.set(label, { ...this.lock(label), ...change });
  }

  /** A wait begins: it takes its place at each channel. */
  stand(who: Omit<QueuedNow, "value">, ways: readonly SelectWay[]): void {
    for (const { on, way, value } of ways) {
      const side = way === "send" ? "senders" : "receivers";
      const queued = { ...who, value: way === "send" ? value : undefined };
      const line = [...this.channel(on)[side], queued];
      this.change(on, { [side]: line, touchedAt: who.wait });
    }
  }

  standAtLock(who: Omit<QueuedNow, "value">, { on }: WaitNow): void {
    for (const label of on) {
      const queued = { ...who, value: undefined };
      const waiting = [...this.lock(label).waiting, queued];
      this.changeLock(label, { waiting });
    }
  }

  /** A value goes into a buffer, or comes out of it. */
  move({ on, move, value, length }: Of<"buffer">, at: number): void {
    const { values, capacity } = this.channel(on);
    const moved = move === "in" ? [...values, value] : values.slice(1);
    const isKnown = capacity !== undefined;
    const shown = isKnown ? moved : fit(moved, length);
    this.change(on, { values: shown, touchedAt: at });
  }

  /** A wait is over: it leaves every line at once. */
  leave({ at, on }: Pick<WaitNow, "at" | "on">): void {
    const without = (line: readonly QueuedNow[]): readonly QueuedNow[] =>
      line.filter(({ wait }) => wait !== at);
    for (const label of new Set(on)) {
      const channel = this.channels.get(label);
      const lock = this.locks.get(label);
      if (lock) this.changeLock(label, { waiting: without(lock.waiting) });
      if (!channel) continue;
      const { senders, receivers } = channel;
      this.change(label, {
        senders: without(senders),
        receivers: without(receivers),
      });
    }
  }
}

function newChannel(label: string): ChannelNow {
  return {
    label,
    type: "",
    capacity: undefined,
    isNil: label === nilLabel,
    isClosed: false,
    values: [],
    senders: [],
    receivers: [],
    touchedAt: -1,
  };
}

/** What was in a buffer before the recording nobody knows. */
function fit(values: readonly string[], length: number): readonly string[] {
  const missing = Math.max(length - values.length, 0);
  const unknown = new Array<string>(missing).fill("?");
  const all = [...unknown, ...values];
  return all.slice(all.length - length);
}
