// A channel: senders and receivers meet here, in the order they came.
//
//   sender  ─┐ senders   ┌───────────┐ receivers ┌─ receiver
//   sender  ─┴──────────▶│ · · ·     │◀──────────┴─ receiver
//                        └───────────┘
//                     capacity: how many values fit
//
// Always true between calls (runtime/chan.go):
//   - senders and receivers are never both waiting, unless it is one select
//     that stands on both sides and cannot serve itself
//   - a receiver waits only if the buffer is empty; a sender only if it is full
//
// `send` and `receive` climb the same ladder: is it open? is somebody waiting on
// the other side? is there room, or a value? Otherwise wait.

import { unchanging, unknown } from "../06-goroutines/choice.ts";
import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { Line } from "../06-goroutines/line.ts";
import { RuntimeError } from "../06-goroutines/panic.ts";
import {
  current,
  goOn,
  goOnWith,
  here,
  inTurn,
  isStepped,
  makeKey,
  mustWait,
  park,
  touch,
} from "../06-goroutines/scheduler.ts";
import { isTraced } from "../06-goroutines/trace.ts";
import { Wait, type WaitKind } from "../06-goroutines/wait.ts";
import type { Received, ReceiveChannel, SendChannel, Sending } from "./ends.ts";
import {
  receiving,
  receivingNext,
  sending,
  sendOnClosed,
  type Waiter,
} from "./operation.ts";
import { Ring } from "../06-goroutines/ring.ts";
import * as tell from "./tell.ts";

const mostCapacity = 2 ** 32 - 1; // what an array can hold
const nils = new Map<string | undefined, unknown>();
let made = 0;
let isMakingNil = false; // which is not to be told as made

export class Channel<in out T> implements ReceiveChannel<T>, SendChannel<T> {
  readonly capacity: number;
  /** The element type, if the program named it: types do not exist at run time. */
  readonly elementType: string | undefined;
  /** The number in its label: 1 for the first channel made. */
  readonly id: number;
  /** What its two ends are known by in a run that goes in steps. */
  sendKey: number;
  receiveKey: number;
  readonly receivers = new Line<Waiter<T>>();
  readonly senders = new Line<Waiter<T>>();
  /** The ids of the goroutines that last did so, 0 for none: for reports. */
  lastSender = 0;
  lastReceiver = 0;
  #buffer: Ring<T> | undefined;
  #isClosed = false;
  #isNil = false;

  /**
   * A channel whose buffer holds `capacity` values, 0 by default: then a send
   * waits for its receive. `elementType` is what `typeOf` prints.
   *
   * Panics with `makechan: size out of range` unless `capacity` is a whole number
   * from 0 to 2³² − 1. (Go: make(chan T, capacity).)
   */
  constructor(capacity = 0, elementType?: string) {
    const isSize = Number.isInteger(capacity) && capacity >= 0;
    if (!isSize || capacity > mostCapacity) {
      throw new RuntimeError("SIZE", "makechan: size out of range");
    }
    this.id = ++made;
    this.capacity = capacity;
    this.elementType = elementType;
    this.sendKey = isStepped ? makeKey() : unknown;
    this.receiveKey = isStepped && capacity > 0 ? makeKey() : this.sendKey;
    if (isTraced && !isMakingNil) tell.made(this);
  }

  /**
   * Go's nil channel: nobody ever sends or receives here, and who tries waits for
   * ever. In a select it is a case that is switched off.
   */
  static nil<T>(elementType?: string): Channel<T> {
    const known = nils.get(elementType);
    if (known) return known as Channel<T>;
    isMakingNil = true;
    const channel = new Channel<T>(0, elementType);
    isMakingNil = false;
    channel.#isNil = true;
    channel.sendKey = channel.receiveKey = unchanging;
    nils.set(elementType, channel);
    made--; // … and yet not made
    return channel;
  }

  get isNil(): boolean {
    return this.#isNil;
  }

  get length(): number {
    if (isStepped) this.touch();
    return this.held;
  }

  private get held(): number {
    return this.#buffer?.length ?? 0;
  }

  get label(): string {
    return this.#isNil ? "chan nil" : `chan#${this.id}`;
  }

  /**
   * Hands `value` to a receiver, or to the buffer; resolves when that is done.
   * Panics with `send on closed channel`, at once or, where the channel is closed
   * while the send waits, when that happens. On a nil channel it waits for ever.
   *
   * (https://go.dev/ref/spec#Send_statements)
   */
  // #region send
  send(value: T): Promise<void> {
    const goroutine = current ?? here("chan send");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.send(value));
    if (this.trySend(value)) return goOn();
    const sender = new Wait(goroutine, sending, this, value);
    if (!this.#isNil) this.senders.add(sender);
    return park(sender);
  }

  /** Sends if that can be done at once, and says whether it was. Never waits. */
  trySend(value: T): boolean {
    if (isStepped) this.touchEnd(this.sendKey);
    if (this.#isClosed) throw sendOnClosed();
    const receiver = this.receivers.take();
    if (receiver === undefined && this.held >= this.capacity) return false;
    if (isTraced) tell.sent(this, receiver, value);
    this.lastSender = current?.id ?? 0;
    if (receiver === undefined) this.store(value);
    else {
      if (isStepped) this.meet(receiver, true);
      this.lastReceiver = receiver.goroutine?.id ?? 0;
      receiver.claim(value, false);
    }
    return true;
  }
  // #endregion send

  /**
   * Resolves with the next value, or with `undefined` if the channel is closed
   * and drained. On a nil channel it waits for ever.
   *
   * A value that is itself a promise is awaited on the way, as JavaScript does;
   * `next` hands it over untouched.
   *
   * (https://go.dev/ref/spec#Receive_operator)
   */
  // #region receive
  receive(): Promise<T | undefined> {
    const goroutine = current ?? here("chan receive");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.receive());
    if (this.canReceive()) return goOnWith(this.take());
    return this.wait(goroutine, receiving);
  }
  // #endregion receive

  /** The same, saying whether the value was sent: Go's `v, ok := <-c`. */
  next(): Promise<Received<T>> {
    const goroutine = current ?? here("chan receive");
    if (isStepped && mustWait(goroutine)) return inTurn(() => this.next());
    if (this.isDrained()) return goOnWith({ value: undefined, done: true });
    if (this.canReceive()) {
      return goOnWith({ value: this.take() as T, done: false });
    }
    return this.wait(goroutine, receivingNext);
  }

  /** A value if there is one at once, else `undefined`. Never waits. */
  tryReceive(): T | undefined {
    return this.canReceive() ? this.take() : undefined;
  }

  private wait<R>(goroutine: Goroutine, kind: WaitKind): Promise<R> {
    const receiver = new Wait(goroutine, kind, this, undefined);
    if (!this.#isNil) this.receivers.add(receiver);
    return park<R>(receiver);
  }

  // #region close
  /**
   * Says that no more will be sent. What is in the buffer can still be received;
   * then every receive gives `undefined` at once. Whoever waits to send panics.
   *
   * Panics with `close of nil channel` or `close of closed channel`.
   * (https://go.dev/ref/spec#Close)
   */
  close(): void {
    if (this.#isNil)
      throw new RuntimeError("CLOSE_NIL", "close of nil channel");
    if (this.#isClosed) {
      throw new RuntimeError("CLOSE_CLOSED", "close of closed channel");
    }
    this.#isClosed = true;
    if (isStepped) this.touch();
    if (isTraced) tell.closed(this, this.anyWaiter());
    this.release(this.receivers);
    this.release(this.senders);
  }

  private release(waiters: Line<Waiter<T>>): void {
    for (let each = waiters.take(); each; each = waiters.take()) {
      each.claim(undefined, true);
    }
  }
  // #endregion close

  /** `for await (const value of channel)`: until it is closed and drained. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return new Range(this);
  }

  /** This channel as a case of a select that sends `value`. */
  sending(value: T): Sending<T> {
    return { channel: this, value };
  }

  /** Whether a receive would not wait. */
  canReceive(): boolean {
    if (isStepped) this.touchEnd(this.receiveKey);
    if (this.senders.first !== undefined || this.#isClosed) return true;
    const buffer = this.#buffer;
    return buffer !== undefined && buffer.length > 0;
  }

  /** Whether a send would not wait; on a closed channel it panics at once. */
  canSend(): boolean {
    if (isStepped) this.touchEnd(this.sendKey);
    if (this.receivers.first !== undefined || this.#isClosed) return true;
    return this.capacity > 0 && this.held < this.capacity;
  }

  /** Whether no value will come any more. */
  isDrained(): boolean {
    if (isStepped) this.touchEnd(this.receiveKey);
    return this.#isClosed && this.held === 0;
  }

  // #region take
  /** Receives; ask `canReceive` first. */
  take(): T | undefined {
    const sender = this.senders.take();
    if (isTraced) tell.received(this, sender);
    this.lastReceiver = current?.id ?? 0;
    const buffer = this.#buffer;
    if (buffer === undefined || buffer.length === 0)
      return this.takeFrom(sender);
    const oldest = buffer.take();
    // Whoever waits to send moves up: its value into the buffer, itself out.
    if (sender !== undefined) buffer.add(this.takeFrom(sender) as T);
    return oldest;
  }

  private takeFrom(sender: Waiter<T> | undefined): T | undefined {
    if (sender === undefined) return undefined; // closed
    this.lastSender = sender.goroutine?.id ?? 0;
    const value = sender.value as T;
    if (isStepped) this.meet(sender, false);
    sender.claim(undefined, false);
    return value;
  }
  // #endregion take

  private meet({ goroutine }: Waiter<T>, isSend: boolean): void {
    const isCalm = !this.receivers.first && !this.senders.first;
    if (!goroutine || this.capacity > 0 || !isCalm) return;
    goroutine.run.chooser?.meet(this.sendKey, goroutine.id, isSend);
  }

  /** A step touches it as a whole. */
  touch(): void {
    touch(this.sendKey);
    touch(this.receiveKey);
  }

  // While there are values in the buffer and there is room, a send and a receive
  // do not notice each other.
  private touchEnd(key: number): void {
    const { held } = this;
    const isApart = held > 0 && held < this.capacity && !this.#isClosed;
    if (isApart) touch(key);
    else this.touch();
  }

  private store(value: T): void {
    this.#buffer ??= new Ring();
    this.#buffer.add(value);
  }

  /** The values in the buffer, oldest first: for reports and pictures. */
  values(): T[] {
    return this.#buffer?.values() ?? [];
  }

  /** As Go prints it: `<nil>`, or what looks like an address, the same each run. */
  toString(): string {
    if (this.#isNil) return "<nil>";
    return `0xc${(this.id * bytesInGo).toString(16).padStart(9, "0")}`;
  }

  /** What Node's console prints. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  private anyWaiter(): Goroutine | undefined {
    return (this.receivers.first ?? this.senders.first)?.goroutine;
  }
}

// A loop that breaks off leaves the channel as it is: it has no `return`.
class Range<T> implements AsyncIterator<T, undefined> {
  readonly #channel: Channel<T>;

  constructor(channel: Channel<T>) {
    this.#channel = channel;
  }

  next(): Promise<Received<T>> {
    return this.#channel.next();
  }
}

const bytesInGo = 96; // the size of Go's hchan, so that addresses look familiar
