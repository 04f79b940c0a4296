// One case of a select, which may have to stand in the line of its channel.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import type { Line, Member } from "../06-goroutines/line.ts";
import { failed, type Wait } from "../06-goroutines/wait.ts";
import type { Channel } from "../07-channels/channel.ts";
import type { Sending } from "../07-channels/ends.ts";
import { sendOnClosed, type Waiter } from "../07-channels/operation.ts";

export type Key = string | number;
export type AnyChannel = Channel<unknown>;

/** Whom a case belongs to. */
interface Owner {
  /** Ends the select with `result`; `winner` has left its line already. */
  end(winner: CaseWaiter, result: unknown): void;
}

export class CaseWaiter implements Waiter<unknown> {
  declare next: Member | undefined;
  declare previous: Member | undefined;
  declare readonly key: Key;
  declare readonly channel: AnyChannel;
  /** What it sends; `undefined` for a case that receives. */
  declare readonly sending: Sending<unknown> | undefined;
  /** The case that was given after this one. */
  declare after: CaseWaiter | undefined;
  /** What it sends while it stands in line: the value at that moment. */
  declare value: unknown;
  declare private wait: Wait | undefined;
  declare private owner: Owner | undefined;

  constructor(
    key: Key,
    channel: AnyChannel,
    sending: Sending<unknown> | undefined,
  ) {
    this.next = undefined;
    this.previous = undefined;
    this.key = key;
    this.channel = channel;
    this.sending = sending;
    this.after = undefined;
    this.value = undefined;
    this.wait = undefined;
    this.owner = undefined;
  }

  get isSend(): boolean {
    return this.sending !== undefined;
  }

  /** The goroutine that waits, while it does. */
  get goroutine(): Goroutine | undefined {
    return this.wait?.goroutine;
  }

  /** Whether it could go on at once. */
  isReady(): boolean {
    return this.sending ? this.channel.canSend() : this.channel.canReceive();
  }

  /** Goes on, which is the result of the select. Ask `isReady` first. */
  go(): unknown {
    const { channel, sending, key } = this;
    if (sending) {
      channel.trySend(sending.value);
      return { case: key };
    }
    const done = channel.isDrained();
    return { case: key, value: channel.take(), done };
  }

  /** Takes its place in the line, for the select of `owner`. */
  stand(wait: Wait, owner: Owner): void {
    this.wait = wait;
    this.owner = owner;
    if (this.sending) this.value = this.sending.value;
    this.line.add(this);
  }

  /** Leaves the line, wherever in it. */
  leave(): void {
    if (this.wait === undefined) return; // a nil channel: it never stood there
    this.line.remove(this);
    this.wait = undefined;
  }

  claim(value: unknown, done: boolean): void {
    const result = this.result(value, done);
    this.wait = undefined;
    this.owner?.end(this, result);
  }

  private result(value: unknown, done: boolean): unknown {
    if (!this.isSend) return { case: this.key, value, done };
    return done ? failed(sendOnClosed()) : { case: this.key };
  }

  private get line(): Line<Waiter<unknown>> {
    return this.sending ? this.channel.senders : this.channel.receivers;
  }
}
