// Time as a channel: one value when it is up, or one every so often.
//
//   now ──────────── when          a timer rings once
//   now ── · ── · ── · ── · ──     a ticker rings at every multiple
//
// A timer's channel has no buffer. A timer that has rung and found nobody is a
// sender that waits there, so that `stop` and `reset` can still take it back: no
// stale value is ever received after them (Go since 1.23, time/sleep.go).

import { unknown } from "../06-goroutines/choice.ts";
import type { Alarm, Clock } from "../06-goroutines/clock.ts";
import type { Member } from "../06-goroutines/line.ts";
import { RuntimeError } from "../06-goroutines/panic.ts";
import {
  isStepped,
  makeKey,
  onlyRun,
  touch,
} from "../06-goroutines/scheduler.ts";
import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel } from "../07-channels/ends.ts";
import type { Waiter } from "../07-channels/operation.ts";

/** Throws a `RangeError` unless `ms` is a number. */
export function checkMs(ms: number): number {
  if (typeof ms === "number" && !Number.isNaN(ms)) return ms;
  throw new RangeError(`expected a number of milliseconds, got ${ms}`);
}

// A ringing timer in the line of its own channel's senders, or out of it.
class Ringing implements Alarm, Waiter<number> {
  next: Member | undefined = undefined;
  previous: Member | undefined = undefined;
  readonly goroutine = undefined;
  when = Infinity;
  index = -1;
  order = 0;
  /** The time at which it rang: what a receiver is given. */
  value = 0;
  isWaiting = false;
  readonly channel = new Channel<number>(0, "time.Time");
  readonly clock: Clock;
  readonly key = this.channel.sendKey;
  /** Between two rings, in milliseconds; 0 for one ring. */
  periodMs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  start(ms: number, periodMs = 0): void {
    this.periodMs = periodMs;
    this.when = this.clock.now() + Math.max(ms, 0);
    if (ms > 0) this.clock.set(this);
    else this.ring(); // nobody has to wait before it can be received
  }

  // #region stop
  /** True if it had something left to give: a ring to come, or one not taken. */
  stop(): boolean {
    if (isStepped) touch(this.key);
    const wasSet = this.clock.cancel(this);
    const wasWaiting = this.isWaiting;
    if (wasWaiting) this.channel.senders.remove(this);
    this.isWaiting = false;
    return wasSet || wasWaiting;
  }
  // #endregion stop

  /** Only a goroutine that stands at the channel is waiting for the ring. */
  isAwaited(): boolean {
    return this.channel.receivers.first !== undefined;
  }

  // #region ring
  ring(): void {
    this.value = this.when;
    if (this.channel.trySend(this.value)) return this.#again();
    this.isWaiting = true;
    this.channel.senders.add(this);
  }

  /** A receiver has taken the time. A slow one misses rings: none is saved up. */
  claim(): void {
    this.isWaiting = false;
    this.#again();
  }
  // #endregion ring

  // #region again
  #again(): void {
    if (this.periodMs === 0) return;
    const late = this.clock.now() - this.value;
    const missed = Math.floor(late / this.periodMs);
    this.when = this.value + (missed + 1) * this.periodMs;
    this.clock.set(this);
  }
  // #endregion again
}

/** Rings once, after `ms` milliseconds: Go's `time.NewTimer`. */
export class Timer {
  readonly #ringing: Ringing;

  /** At once for 0 or less, never for Infinity; a `RangeError` for NaN. */
  constructor(ms: number) {
    this.#ringing = new Ringing(onlyRun("timer").clock);
    this.#ringing.start(checkMs(ms));
  }

  /** Gives the time at which it rang, in milliseconds of the run's clock. */
  get channel(): ReceiveChannel<number> {
    return this.#ringing.channel;
  }

  /** Takes the ring back; true if it had not been received yet. */
  stop(): boolean {
    return this.#ringing.stop();
  }

  /** Rings after `ms` from now instead; true if it had not been received yet. */
  reset(ms: number): boolean {
    checkMs(ms);
    const wasActive = this.#ringing.stop();
    this.#ringing.start(ms);
    return wasActive;
  }
}

/** Rings every `ms` milliseconds, until it is stopped: Go's `time.NewTicker`. */
export class Ticker {
  readonly #ringing: Ringing;

  /** Panics with `non-positive interval for NewTicker` if `ms` is not above 0. */
  constructor(ms: number) {
    this.#ringing = new Ringing(onlyRun("ticker").clock);
    this.#start(ms, "non-positive interval for NewTicker");
  }

  /** Gives the time of each ring; of those that nobody took, only the first. */
  get channel(): ReceiveChannel<number> {
    return this.#ringing.channel;
  }

  /** No ring comes any more. The channel is not closed. */
  stop(): void {
    this.#ringing.stop();
  }

  /** Rings every `ms` from now on. */
  reset(ms: number): void {
    this.#start(ms, "non-positive interval for Ticker.Reset");
  }

  #start(ms: number, refusal: string): void {
    if (checkMs(ms) <= 0) throw new RuntimeError("INTERVAL", refusal);
    this.#ringing.stop();
    this.#ringing.start(ms, ms);
  }
}

// #region after
/**
 * A channel that gives the time once, `ms` milliseconds from now: the timeout
 * of a select. (Go: time.After.)
 */
export function after(ms: number): ReceiveChannel<number> {
  return new Timer(ms).channel;
}
// #endregion after

/** The channel of a new ticker; a nil channel if `ms` is not above 0. */
export function tick(ms: number): ReceiveChannel<number> {
  if (checkMs(ms) <= 0) return Channel.nil("time.Time");
  return new Ticker(ms).channel;
}

/** A call that is to come: `stop` takes it back, `reset` puts it off. */
export interface Appointment {
  stop(): boolean;
  reset(ms: number): boolean;
}

/** Calls `body` in a goroutine of its own, `ms` from now: Go's `time.AfterFunc`. */
export function afterFunc(ms: number, body: () => unknown): Appointment {
  const run = onlyRun("afterFunc");
  if (typeof body !== "function") run.fatal("go of nil func value");
  const { clock } = run;
  const key = isStepped ? makeKey() : unknown;
  const alarm: Alarm = {
    key,
    when: 0,
    ring: () => {
      if (isStepped) touch(key);
      run.start(body.name, body, { by: "time.goFunc" });
    },
    isAwaited: () => true,
    index: -1,
    order: 0,
  };
  const start = (again: number): void => {
    alarm.when = clock.now() + Math.max(again, 0);
    if (again > 0) clock.set(alarm);
    else alarm.ring();
  };
  const stop = (): boolean => {
    if (isStepped) touch(key);
    return clock.cancel(alarm);
  };
  const reset = (again: number): boolean => {
    checkMs(again);
    const wasSet = stop();
    start(again);
    return wasSet;
  };
  start(checkMs(ms));
  return { stop, reset };
}
