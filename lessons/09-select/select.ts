// Select waits for the first of several channel operations.
//
//   1. Which cases are ready? If any: draw one, do it, done.
//   2. Is there a default case? Then that is it.
//   3. Stand in the line of every channel. The first to be claimed leaves all
//      the other lines before anything else can happen, and wins.
//
// (runtime/select.go; https://go.dev/ref/spec#Select_statements)

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { goOnWith, here, park } from "../06-goroutines/scheduler.ts";
import { isTraced, trace } from "../06-goroutines/trace.ts";
import { failed, Wait, type WaitReason } from "../06-goroutines/wait.ts";
import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel, Sending } from "../07-channels/ends.ts";
import { sendOnClosed } from "../07-channels/operation.ts";
import type { Waiter, Waiters } from "../07-channels/waiters.ts";

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

class Prepared<All extends Cases> {
  readonly #keys: Key[] = [];
  readonly #cases: (Channel<unknown> | Sending<unknown>)[] = [];
  readonly #ready: number[] = [];
  #default: Key | undefined;

  constructor(cases: All) {
    if (Array.isArray(cases)) {
      for (let i = 0; i < cases.length; i++) this.#add(i, cases[i] as Case);
      return;
    }
    const named = cases as Readonly<Record<string, Case>>;
    for (const name in named) {
      if (startsWithDigit(name)) refuseNumber(name);
      this.#add(name, named[name]);
    }
  }

  // #region attempt
  select(): Promise<Chosen<All>> {
    const goroutine = here("select");
    const count = this.#findReady();
    if (count > 0) {
      // One draw among the ready ones: to start anywhere and take the first
      // ready one would favour those that stand behind a gap.
      const drawn = count === 1 ? 0 : goroutine.run.draw(count);
      const index = this.#ready[drawn] as number;
      if (isTraced) this.#tell(goroutine, count, this.#keys[index]);
      goroutine.polls = 0;
      return goOnWith(this.#go(index));
    }
    if (isTraced) this.#tell(goroutine, 0, this.#default);
    if (this.#default === undefined) return this.#wait(goroutine);
    goroutine.run.polled(goroutine);
    return goOnWith({ case: this.#default } as Chosen<All>);
  }

  // Fills `#ready` with the places of those that can go on, and counts them.
  #findReady(): number {
    const cases = this.#cases;
    let count = 0;
    for (let index = 0; index < cases.length; index++) {
      if (isReady(cases[index])) this.#ready[count++] = index;
    }
    return count;
  }

  #go(index: number): Chosen<All> {
    const key = this.#keys[index] as Key;
    const chosen = this.#cases[index];
    if (!(chosen instanceof Channel))
      return send(key, chosen as Sending<unknown>);
    const done = chosen.isDrained();
    return { case: key, value: chosen.take(), done } as Chosen<All>;
  }
  // #endregion attempt

  // #region wait
  #wait(goroutine: Goroutine): Promise<Chosen<All>> {
    const selection = new Selection(
      goroutine,
      this.#reason(),
      this.#channels(),
    );
    for (let index = 0; index < this.#cases.length; index++) {
      selection.standAt(this.#keys[index] as Key, this.#cases[index]);
    }
    return park(selection);
  }
  // #endregion wait

  #channels(): Channel<unknown>[] {
    return this.#cases.map(channelOf);
  }

  // With one case it is that operation, and waits under its name, as in Go.
  #reason(): WaitReason {
    const [only, another] = this.#cases;
    if (only === undefined) return "select (no cases)";
    if (another !== undefined) return "select";
    const operation = only instanceof Channel ? "chan receive" : "chan send";
    return channelOf(only).isNil ? `${operation} (nil chan)` : operation;
  }

  #add(key: Key, candidate: unknown): void {
    if (candidate instanceof Channel || isSending(candidate)) {
      this.#keys.push(key);
      this.#cases.push(candidate);
    } else if (candidate !== otherwise) {
      throw new TypeError(
        `expected case "${key}" to be a channel, a sending or otherwise, got ${String(candidate)}`,
      );
    } else if (this.#default !== undefined) {
      throw new TypeError(`expected one default case, got "${key}" as well`);
    } else this.#default = key;
  }

  #tell(goroutine: Goroutine, count: number, chosen: Key | undefined): void {
    trace(goroutine.run, goroutine.id, {
      kind: "select",
      cases: this.#keys.map(String),
      ready: this.#ready.slice(0, count).map((i) => String(this.#keys[i])),
      chosen: chosen === undefined ? "" : String(chosen),
    });
  }
}

/** One waiting select: what its cases share. */
class Selection extends Wait {
  readonly #waiters: CaseWaiter[] = [];

  standAt(
    key: Key,
    chosen: Channel<unknown> | Sending<unknown> | undefined,
  ): void {
    const channel = channelOf(chosen);
    if (channel.isNil) return; // a case that is switched off
    const isReceive = chosen instanceof Channel;
    const line = isReceive ? channel.receivers : channel.senders;
    const waiter = new CaseWaiter(this, key, line, isReceive);
    if (!isReceive) waiter.value = (chosen as Sending<unknown>).value;
    this.#waiters.push(waiter);
    line.add(waiter);
  }

  // #region win
  /** `winner` was claimed: the others leave before anybody can claim them. */
  win(winner: CaseWaiter, result: unknown): void {
    for (const waiter of this.#waiters) {
      if (waiter !== winner) waiter.line.remove(waiter);
    }
    this.end(result);
  }
  // #endregion win
}

/** A waiting case, in the line of its channel. */
class CaseWaiter implements Waiter<unknown> {
  next: Waiter<unknown> | undefined = undefined;
  previous: Waiter<unknown> | undefined = undefined;
  value: unknown = undefined;
  readonly line: Waiters<unknown>;
  readonly #selection: Selection;
  readonly #key: Key;
  readonly #isReceive: boolean;

  constructor(
    selection: Selection,
    key: Key,
    line: Waiters<unknown>,
    isReceive: boolean,
  ) {
    this.line = line;
    this.#selection = selection;
    this.#key = key;
    this.#isReceive = isReceive;
  }

  get goroutine(): Goroutine {
    return this.#selection.goroutine;
  }

  claim(value: unknown, done: boolean): void {
    this.#selection.win(this, this.#result(value, done));
  }

  #result(value: unknown, done: boolean): unknown {
    if (this.#isReceive) return { case: this.#key, value, done };
    return done ? failed(sendOnClosed()) : { case: this.#key };
  }
}

function isSending(candidate: unknown): candidate is Sending<unknown> {
  const { channel } = (candidate ?? {}) as { channel?: unknown };
  return channel instanceof Channel;
}

function isReady(
  chosen: Channel<unknown> | Sending<unknown> | undefined,
): boolean {
  if (chosen instanceof Channel) return chosen.canReceive();
  return channelOf(chosen).canSend();
}

function channelOf(
  chosen: Channel<unknown> | Sending<unknown> | undefined,
): Channel<unknown> {
  if (chosen instanceof Channel) return chosen;
  return (chosen as Sending<unknown>).channel as Channel<unknown>;
}

function send<Result>(key: Key, { channel, value }: Sending<unknown>): Result {
  channel.trySend(value);
  return { case: key } as Result;
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
