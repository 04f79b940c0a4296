// Select waits for the first of several channel operations.
//
//   1. Which cases are ready? If any: draw one, do it, done.
//   2. Is there a default case? Then that is it.
//   3. Stand in the line of every channel. The first to be claimed leaves all
//      the other lines before anything else can happen, and wins.
//
// (runtime/select.go; https://go.dev/ref/spec#Select_statements)

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { current, goOnWith, here, park } from "../06-goroutines/scheduler.ts";
import { isTraced, trace } from "../06-goroutines/trace.ts";
import { type Awaited, Wait, type WaitKind } from "../06-goroutines/wait.ts";
import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel, Sending } from "../07-channels/ends.ts";
import { reasonFor } from "../07-channels/operation.ts";
import { type AnyChannel, CaseWaiter, type Key } from "./case.ts";

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
  return new Select<All>(cases).attempt();
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
  const select = new Select<All>(cases);
  return () => (select.isWaiting ? new Select<All>(cases) : select).attempt();
};
// #endregion select

// The cases of a select, linked one to the next. When it has to wait, they are
// what stands in the lines of the channels.
class Select<All extends Cases> implements Awaited {
  declare private first: CaseWaiter | undefined;
  declare private last: CaseWaiter | undefined;
  declare private default: Key | undefined;
  declare private wait: Wait | undefined;

  constructor(cases: All) {
    this.first = undefined;
    this.last = undefined;
    this.default = undefined;
    this.wait = undefined;
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
    if (candidate instanceof Channel) {
      this.link(new CaseWaiter(key, candidate, undefined));
    } else if (isSending(candidate)) {
      const channel = candidate.channel as AnyChannel;
      this.link(new CaseWaiter(key, channel, candidate));
    } else if (candidate !== otherwise) refuseCase(key, candidate);
    else if (this.default !== undefined) refuseDefault(key);
    else this.default = key;
  }

  private link(added: CaseWaiter): void {
    if (this.last === undefined) this.first = added;
    else this.last.after = added;
    this.last = added;
  }

  // #region attempt
  attempt(): Promise<Chosen<All>> {
    const goroutine = current ?? here("select");
    let count = 0;
    for (let each = this.first; each; each = each.after) {
      if (each.isReady()) count++;
    }
    if (count === 0) return this.goWithout(goroutine);
    // One draw among the ready ones. To begin somewhere and take the first that
    // is ready would favour those that stand behind a gap.
    const chosen = this.ready(count === 1 ? 0 : goroutine.run.draw(count));
    if (isTraced) this.tell(goroutine, chosen.key);
    goroutine.polls = 0;
    return goOnWith(chosen.go() as Chosen<All>);
  }

  private ready(drawn: number): CaseWaiter {
    let each = this.first;
    for (let left = drawn; each; each = each.after) {
      if (each.isReady() && left-- === 0) break;
    }
    return each as CaseWaiter;
  }
  // #endregion attempt

  private goWithout(goroutine: Goroutine): Promise<Chosen<All>> {
    if (isTraced) this.tell(goroutine, this.default ?? "");
    if (this.default === undefined) return this.stand(goroutine);
    goroutine.run.polled(goroutine);
    return goOnWith({ case: this.default } as Chosen<All>);
  }

  // #region wait
  private stand(goroutine: Goroutine): Promise<Chosen<All>> {
    const wait = new Wait(goroutine, selecting, this, undefined);
    this.wait = wait;
    for (let each = this.first; each; each = each.after) {
      if (!each.channel.isNil) each.stand(wait, this);
    }
    return park(wait);
  }

  /** `winner` was claimed: the others leave before anybody can claim them. */
  end(winner: CaseWaiter, result: unknown): void {
    for (let each = this.first; each; each = each.after) {
      if (each !== winner) each.leave();
    }
    const { wait } = this;
    this.wait = undefined;
    wait?.end(result);
  }
  // #endregion wait

  get isWaiting(): boolean {
    return this.wait !== undefined;
  }

  get label(): string {
    return this.parts.map(({ label }) => label).join(", ");
  }

  get parts(): readonly AnyChannel[] {
    return this.cases().map(({ channel }) => channel);
  }

  /** The cases but for the default, in the order in which they were given. */
  cases(): CaseWaiter[] {
    const all: CaseWaiter[] = [];
    for (let each = this.first; each; each = each.after) all.push(each);
    return all;
  }

  private tell(goroutine: Goroutine, chosen: Key): void {
    const all = this.cases();
    const ready = all.filter((each) => each.isReady());
    trace(goroutine.run, goroutine.id, {
      kind: "select",
      cases: all.map(({ key }) => String(key)),
      ready: ready.map(({ key }) => String(key)),
      chosen: String(chosen),
    });
  }
}

const selecting: WaitKind = {
  // With one case a select is that operation, and waits under its name.
  reason: (on) => {
    const [only, another] = (on as Select<Cases>).cases();
    if (only === undefined) return "select (no cases)";
    if (another !== undefined) return "select";
    const operation = only.isSend ? "chan send" : "chan receive";
    return reasonFor(operation, only.channel);
  },
  claim: (wait, value) => wait.end(value),
};

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
