// Select waits for the first of several channel operations.
//
//   1. Which cases are ready? If any: draw one, do it, done.
//   2. Is there a default case? Then that is it.
//   3. Stand in the line of every channel. The first to be claimed leaves all
//      the other lines before anything else can happen, and wins.
//
// (runtime/select.go; https://go.dev/ref/spec#Select_statements)

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import type { Line, Member } from "../06-goroutines/line.ts";
import { current, goOnWith, here, park } from "../06-goroutines/scheduler.ts";
import { isTraced, trace } from "../06-goroutines/trace.ts";
import {
  type Awaited,
  failed,
  Wait,
  type WaitKind,
  type WaitReason,
} from "../06-goroutines/wait.ts";
import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel, Sending } from "../07-channels/ends.ts";
import {
  reasonFor,
  sendOnClosed,
  type Waiter,
} from "../07-channels/operation.ts";

/** The default case: taken when no other is ready. */
export const otherwise: unique symbol = Symbol("otherwise");

/** One case: a channel to receive from, a `sending`, or `otherwise`. */
export type Case =
  ReceiveChannel<unknown> | Sending<unknown> | typeof otherwise;

/** Cases by name. A name that is a number would change its place: use a list. */
export type Cases = Readonly<Record<string, Case>> | readonly Case[];

/** The case that was chosen, and what came with it. */
export type Chosen<All extends Cases> = All extends readonly Case[]
  ? ChosenCase<number, All[number]>
  : { [Key in keyof All]: ChosenCase<Key, All[Key]> }[keyof All];

type ChosenCase<Key, Chosen> =
  Chosen extends ReceiveChannel<infer T>
    ? | { case: Key; value: T; done: false }
      | { case: Key; value: undefined; done: true }
    : { case: Key };

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
export function select<const All extends Cases>(
  cases: All,
): Promise<Chosen<All>> {
  return new Prepared<All>(cases).select();
}

/**
 * The same cases for many selects: a hot loop saves making them each time.
 *
 * ```ts
 * typeof select.prepare([otherwise]) // => "function"
 * ```
 */
select.prepare = <const All extends Cases>(
  cases: All,
): (() => Promise<Chosen<All>>) => {
  const prepared = new Prepared<All>(cases);
  return () => prepared.select();
};
// #endregion select

type Key = string | number;
type AnyChannel = Channel<unknown>;

// The cases of a select, one place each: its name, its channel, and, where it
// sends, what.
class Prepared<All extends Cases> {
  declare readonly keys: Key[];
  declare readonly channels: AnyChannel[];
  declare readonly sendings: (Sending<unknown> | undefined)[];
  declare readonly ready: number[];
  declare default: Key | undefined;

  constructor(cases: All) {
    this.keys = [];
    this.channels = [];
    this.sendings = [];
    this.ready = [];
    this.default = undefined;
    if (Array.isArray(cases)) {
      for (let i = 0; i < cases.length; i++) this.add(i, cases[i]);
      return;
    }
    const named = cases as Readonly<Record<string, unknown>>;
    for (const name in named) {
      if (startsWithDigit(name)) refuseNumber(name);
      this.add(name, named[name]);
    }
  }

  private add(key: Key, candidate: unknown): void {
    if (candidate instanceof Channel) this.push(key, candidate, undefined);
    else if (isSending(candidate)) {
      this.push(key, candidate.channel as AnyChannel, candidate);
    } else if (candidate !== otherwise) refuseCase(key, candidate);
    else if (this.default !== undefined) refuseDefault(key);
    else this.default = key;
  }

  private push(
    key: Key,
    channel: AnyChannel,
    sending: Sending<unknown> | undefined,
  ): void {
    this.keys.push(key);
    this.channels.push(channel);
    this.sendings.push(sending);
  }

  // #region attempt
  select(): Promise<Chosen<All>> {
    const goroutine = current ?? here("select");
    const count = this.findReady();
    if (count === 0) return this.goWithout(goroutine);
    // One draw among the ready ones. To begin somewhere and take the first that
    // is ready would favour those that stand behind a gap.
    const drawn = count === 1 ? 0 : goroutine.run.draw(count);
    const place = this.ready[drawn] as number;
    if (isTraced) this.tell(goroutine, count, this.keys[place]);
    goroutine.polls = 0;
    return goOnWith(this.take(place) as Chosen<All>);
  }

  // Fills `ready` with the places of those that can go on, and counts them.
  private findReady(): number {
    const { channels, sendings, ready } = this;
    let count = 0;
    for (let place = 0; place < channels.length; place++) {
      const channel = channels[place] as AnyChannel;
      const sending = sendings[place];
      if (sending ? channel.canSend() : channel.canReceive()) {
        ready[count++] = place;
      }
    }
    return count;
  }

  private take(place: number): unknown {
    const key = this.keys[place];
    const channel = this.channels[place] as AnyChannel;
    const sending = this.sendings[place];
    if (sending) {
      channel.trySend(sending.value);
      return { case: key };
    }
    const done = channel.isDrained();
    return { case: key, value: channel.take(), done };
  }
  // #endregion attempt

  private goWithout(goroutine: Goroutine): Promise<Chosen<All>> {
    if (isTraced) this.tell(goroutine, 0, this.default);
    if (this.default === undefined) return this.wait(goroutine);
    goroutine.run.polled(goroutine);
    return goOnWith({ case: this.default } as Chosen<All>);
  }

  // #region wait
  private wait(goroutine: Goroutine): Promise<Chosen<All>> {
    const { keys, channels, sendings } = this;
    const selection = new Selection(channels, sendings);
    const wait = new Wait(goroutine, selecting, selection, undefined);
    for (let place = 0; place < channels.length; place++) {
      const channel = channels[place] as AnyChannel;
      if (channel.isNil) continue; // a case that is switched off
      selection.standAt(wait, keys[place] as Key, channel, sendings[place]);
    }
    return park(wait);
  }
  // #endregion wait

  private tell(goroutine: Goroutine, count: number, chosen: Key = ""): void {
    const names = this.keys.map(String);
    const ready = this.ready.slice(0, count);
    trace(goroutine.run, goroutine.id, {
      kind: "select",
      cases: names,
      ready: ready.map((place) => names[place] as string),
      chosen: String(chosen),
    });
  }
}

/** One waiting select: what its cases share. */
class Selection implements Awaited {
  declare readonly parts: readonly AnyChannel[];
  declare readonly sendings: readonly (Sending<unknown> | undefined)[];
  declare readonly waiters: CaseWaiter[];

  constructor(
    channels: readonly AnyChannel[],
    sendings: readonly (Sending<unknown> | undefined)[],
  ) {
    this.parts = channels;
    this.sendings = sendings;
    this.waiters = [];
  }

  get label(): string {
    return this.parts.map(({ label }) => label).join(", ");
  }

  standAt(
    wait: Wait,
    key: Key,
    channel: AnyChannel,
    sending: Sending<unknown> | undefined,
  ): void {
    const line = sending ? channel.senders : channel.receivers;
    const waiter = new CaseWaiter(this, wait, key, line, sending);
    this.waiters.push(waiter);
    line.add(waiter);
  }

  // #region win
  /** `winner` was claimed: the others leave before anybody can claim them. */
  leaveTo(winner: CaseWaiter): void {
    for (const waiter of this.waiters) {
      if (waiter !== winner) waiter.line.remove(waiter);
    }
  }
  // #endregion win
}

const selecting: WaitKind = {
  reason: (on) => reasonOf(on as Selection),
  claim: (wait, value) => wait.end(value),
};

// With one case a select is that operation, and waits under its name, as in Go.
function reasonOf({ parts, sendings }: Selection): WaitReason {
  const [only, another] = parts;
  if (only === undefined) return "select (no cases)";
  if (another !== undefined) return "select";
  return reasonFor(sendings[0] ? "chan send" : "chan receive", only);
}

/** A waiting case, in the line of its channel. */
class CaseWaiter implements Waiter<unknown> {
  declare next: Member | undefined;
  declare previous: Member | undefined;
  declare readonly value: unknown;
  declare readonly line: Line<Waiter<unknown>>;
  declare readonly selection: Selection;
  declare readonly wait: Wait;
  declare readonly key: Key;
  declare readonly isSend: boolean;

  constructor(
    selection: Selection,
    wait: Wait,
    key: Key,
    line: Line<Waiter<unknown>>,
    sending: Sending<unknown> | undefined,
  ) {
    this.next = undefined;
    this.previous = undefined;
    this.value = sending?.value;
    this.line = line;
    this.selection = selection;
    this.wait = wait;
    this.key = key;
    this.isSend = sending !== undefined;
  }

  get goroutine(): Goroutine {
    return this.wait.goroutine;
  }

  claim(value: unknown, done: boolean): void {
    this.selection.leaveTo(this);
    this.wait.end(this.result(value, done));
  }

  private result(value: unknown, done: boolean): unknown {
    if (!this.isSend) return { case: this.key, value, done };
    return done ? failed(sendOnClosed()) : { case: this.key };
  }
}

function isSending(candidate: unknown): candidate is Sending<unknown> {
  const { channel } = (candidate ?? {}) as { channel?: unknown };
  return channel instanceof Channel;
}

function refuseCase(key: Key, candidate: unknown): never {
  throw new TypeError(
    `expected case "${key}" to be a channel, a sending or otherwise, got ${String(candidate)}`,
  );
}

function refuseDefault(key: Key): never {
  throw new TypeError(`expected one default case, got "${key}" as well`);
}

function startsWithDigit(name: string): boolean {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function refuseNumber(name: string): void {
  if (!/^\d+$/.test(name)) return;
  throw new TypeError(
    `expected the names of cases, got the number "${name}": use a list`,
  );
}
