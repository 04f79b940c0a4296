// A select that waits: its cases, each in the line of its channel.
//
//   a  ─▶ · · case ·        first ─▶ case ─▶ case ─▶ case
//   b  ─▶ case · ·                   (linked by `after`, in the order given)
//   c  ─▶ · case
//
// Whoever claims one of them claims the select: the others leave their lines at
// once, each in constant time, before anybody else can claim them.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import type { Line, Member } from "../06-goroutines/line.ts";
import { isStepped, park } from "../06-goroutines/scheduler.ts";
import { type Awaited, Wait, type WaitKind } from "../06-goroutines/wait.ts";
import { Channel } from "../07-channels/channel.ts";
import {
  reasonFor,
  sendOnClosed,
  type Waiter,
} from "../07-channels/operation.ts";
import {
  type AnyChannel,
  type Cases,
  type Chosen,
  type Key,
  keyOf,
  type Otherwise,
  otherwise,
  type OwnSending,
} from "./cases.ts";

export class Selection<All extends Cases> implements Awaited {
  declare private readonly first: CaseWaiter | undefined;
  declare private wait: Wait | undefined;

  constructor(cases: All) {
    let last: CaseWaiter | undefined;
    this.first = undefined;
    this.wait = undefined;
    const byName = cases as Readonly<Record<string, unknown>>;
    for (const name in byName) {
      const each = byName[name] as AnyChannel | OwnSending | Otherwise;
      if (each === otherwise) continue;
      const waiter = new CaseWaiter(
        this,
        keyOf(cases, name),
        each as AnyChannel | OwnSending,
      );
      if (last === undefined) this.first = waiter;
      else last.after = waiter;
      last = waiter;
    }
  }

  // #region stand
  // #region places
  /** Takes a place in every line. */
  stand(goroutine: Goroutine): Promise<Chosen<All>> {
    const wait = new Wait(goroutine, selecting, this, undefined);
    this.wait = wait;
    for (let each = this.first; each; each = each.after) {
      if (each.stand()) this.mix(each, goroutine);
    }
    return park(wait);
  }
  // #endregion places

  // Cases of one select in one line are equals: which is first is drawn.
  private mix(latest: CaseWaiter, { run }: Goroutine): void {
    const all = this.waiters();
    const earlier = all.slice(0, all.indexOf(latest));
    const equals = earlier.filter(({ line }) => line === latest.line);
    if (run.draw(equals.length + 1) > 0) return;
    for (const each of equals) {
      each.leave();
      each.stand();
    }
  }

  // #region end
  /** `winner` was claimed: the others leave before anybody can claim them. */
  choose(winner: CaseWaiter): Wait | undefined {
    for (let each = this.first; each; each = each.after) {
      if (each !== winner) each.leave();
    }
    const { wait } = this;
    this.wait = undefined;
    return wait;
  }
  // #endregion end
  // #endregion stand

  get isWaiting(): boolean {
    return this.wait !== undefined;
  }

  /** The goroutine that waits, while it does. */
  get goroutine(): Goroutine | undefined {
    return this.wait?.goroutine;
  }

  get label(): string {
    return this.parts.map(({ label }) => label).join(", ");
  }

  get parts(): readonly AnyChannel[] {
    return this.waiters().map(({ channel }) => channel);
  }

  waiters(): CaseWaiter[] {
    const all: CaseWaiter[] = [];
    for (let each = this.first; each; each = each.after) all.push(each);
    return all;
  }
}

/** The select that a waiting case belongs to. */
interface Owner {
  readonly goroutine: Goroutine | undefined;
  choose(winner: CaseWaiter): Wait | undefined;
}

class CaseWaiter implements Waiter<unknown> {
  declare next: Member | undefined;
  declare previous: Member | undefined;
  /** Where it stands; nowhere on a nil channel: such a case is switched off. */
  declare readonly line: Line<Waiter<unknown>> | undefined;
  /** What it sends, as it was when it took its place. */
  declare value: unknown;
  /** The case that was given after this one. */
  declare after: CaseWaiter | undefined;
  declare private readonly selection: Owner;
  declare private readonly key: Key;
  declare private readonly source: AnyChannel | OwnSending;

  constructor(selection: Owner, key: Key, source: AnyChannel | OwnSending) {
    const isReceive = source instanceof Channel;
    const channel = isReceive ? source : source.channel;
    this.next = undefined;
    this.previous = undefined;
    this.line = isReceive ? channel.receivers : channel.senders;
    if (channel.isNil) this.line = undefined;
    this.value = undefined;
    this.after = undefined;
    this.selection = selection;
    this.key = key;
    this.source = source;
  }

  get channel(): AnyChannel {
    return this.source instanceof Channel ? this.source : this.source.channel;
  }

  get isSend(): boolean {
    return !(this.source instanceof Channel);
  }

  get goroutine(): Goroutine | undefined {
    return this.selection.goroutine;
  }

  /** Says whether another case of the same select stands right before it. */
  stand(): boolean {
    const { line, source } = this;
    if (line === undefined) return false;
    if (!(source instanceof Channel)) this.value = source.value;
    const { last } = line;
    line.add(this);
    return last instanceof CaseWaiter && last.selection === this.selection;
  }

  leave(): void {
    if (isStepped) this.channel.touch();
    this.line?.remove(this);
  }

  claim(value: unknown, done: boolean): void {
    const wait = this.selection.choose(this);
    if (!this.isSend) wait?.end({ case: this.key, value, done });
    else if (done) wait?.fail(sendOnClosed());
    else wait?.end({ case: this.key });
  }
}

const selecting: WaitKind = {
  // With one case a select is that operation, and waits under its name.
  reason: (on) => {
    const [only, another] = (on as Selection<Cases>).waiters();
    if (only === undefined) return "select (no cases)";
    if (another !== undefined) return "select";
    const operation = only.isSend ? "chan send" : "chan receive";
    return reasonFor(operation, only.channel);
  },
  claim: (wait, value) => wait.end(value),
};
