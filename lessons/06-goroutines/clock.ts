// What time it is, and what is to happen when. A real clock waits for it. A
// virtual one jumps to the next appointment as soon as everybody waits, so that
// an hour takes no time and is the same hour on every run.

/** An appointment: `ring` is called once, at `when`. */
export interface Alarm {
  /** Milliseconds on the clock. */
  when: number;
  ring(): void;
  /** Whether a goroutine can go on only, or at the latest, when it rings. */
  isAwaited(): boolean;
  /** Its place in the heap; -1 while it is in none. The clock's business. */
  index: number;
  /** Of two at the same time, the one that was set first rings first. */
  order: number;
  /** What it is known by in a run that goes in steps, if others notice it. */
  readonly key?: number;
}

export type ClockName = "real" | "virtual";

// A heap: the parent of i is (i - 1) >> 1, and no child comes before its parent.
//
//            3
//         ┌──┴──┐
//         7     5
//       ┌─┴─┐
//       9   8
export abstract class Clock {
  readonly #heap: Alarm[] = [];
  #set = 0;

  /** Milliseconds since the run began. */
  abstract now(): number;

  /**
   * Everybody waits. False if no alarm will ever end that; otherwise the virtual
   * clock has jumped to the next alarm and rung it, and the real one will ring.
   */
  abstract advance(): boolean;

  /** Nothing rings any more. */
  stop(): void {
    this.#heap.length = 0;
  }

  set(alarm: Alarm): void {
    alarm.order = this.#set++;
    alarm.index = this.#heap.push(alarm) - 1;
    this.#rise(alarm);
  }

  /** Takes an alarm back; false if it had rung or was never set. */
  cancel(alarm: Alarm): boolean {
    const { index } = alarm;
    if (index < 0 || this.#heap[index] !== alarm) return false;
    const moved = this.#heap.pop();
    alarm.index = -1;
    if (moved === undefined || moved === alarm) return true;
    this.#place(moved, index);
    this.#rise(moved);
    this.#sink(moved);
    return true;
  }

  /** Whether an alarm will ring that somebody waits for. */
  get isExpected(): boolean {
    return this.isAwaited();
  }

  /** Whether somebody's waiting ends when one of the alarms rings. */
  protected isAwaited(): boolean {
    return this.#heap.some(
      (alarm) => alarm.when < Infinity && alarm.isAwaited(),
    );
  }

  protected get next(): Alarm | undefined {
    return this.#heap[0];
  }

  /** Rings all that is due at `time`, in order. */
  protected ringUntil(time: number): void {
    for (let due = this.next; due && due.when <= time; due = this.next) {
      this.cancel(due);
      due.ring();
    }
  }

  #place(alarm: Alarm, index: number): void {
    this.#heap[index] = alarm;
    alarm.index = index;
  }

  #rise(alarm: Alarm): void {
    while (alarm.index > 0) {
      const parent = this.#heap[(alarm.index - 1) >> 1];
      if (parent === undefined || !isBefore(alarm, parent)) return;
      this.#swap(alarm, parent);
    }
  }

  #sink(alarm: Alarm): void {
    for (;;) {
      const left = this.#heap[2 * alarm.index + 1];
      const right = this.#heap[2 * alarm.index + 2];
      const child = left && right && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, alarm)) return;
      this.#swap(child, alarm);
    }
  }

  #swap(up: Alarm, down: Alarm): void {
    const { index } = up;
    this.#place(up, down.index);
    this.#place(down, index);
  }
}

function isBefore(a: Alarm, b: Alarm): boolean {
  return a.when === b.when ? a.order < b.order : a.when < b.when;
}

export class VirtualClock extends Clock {
  #now = 0;

  now(): number {
    return this.#now;
  }

  // #region advance
  advance(): boolean {
    if (!this.next || !this.isAwaited()) return false;
    this.#now = Math.max(this.#now, this.next.when);
    this.ringUntil(this.#now);
    return true;
  }
  // #endregion advance
}

const longestTimeoutMs = 2 ** 31 - 1; // a longer one would ring at once

/** What `setTimeout` gives where there is a process to keep alive. */
interface Keeper {
  ref?(): unknown;
  unref?(): unknown;
}

export class RealClock extends Clock {
  readonly #start = performance.now();
  #timeout: ReturnType<typeof setTimeout> | undefined;
  #rings = Infinity;

  now(): number {
    return performance.now() - this.#start;
  }

  advance(): boolean {
    const isAwaited = this.isAwaited();
    this.#arm();
    // What nobody waits for rings too, but must not keep the process alive.
    const timeout: Keeper | undefined = this.#timeout;
    if (isAwaited) timeout?.ref?.();
    else timeout?.unref?.();
    return isAwaited;
  }

  override set(alarm: Alarm): void {
    super.set(alarm);
    this.#arm();
  }

  override stop(): void {
    super.stop();
    this.#disarm();
  }

  #disarm(): void {
    clearTimeout(this.#timeout);
    this.#rings = Infinity;
  }

  #arm(): void {
    const when = this.next?.when ?? Infinity;
    if (when >= this.#rings) return;
    this.#disarm();
    this.#rings = when;
    const wait = Math.min(Math.max(when - this.now(), 0), longestTimeoutMs);
    this.#timeout = setTimeout(() => this.#ring(), wait);
  }

  // The platform may call a little early: then it is not time yet.
  #ring(): void {
    this.#rings = Infinity;
    this.ringUntil(this.now());
    this.advance();
  }
}

/** A clock by its name. */
export function makeClock(name: ClockName): Clock {
  return name === "virtual" ? new VirtualClock() : new RealClock();
}
