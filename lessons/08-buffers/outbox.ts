// An outbox: what waits for one client. Its owner offers and never waits; the
// client takes at its own pace. If it is too slow the outbox is full, and the
// owner is told.
//
//   owner ── offer ──▶ │ c │ b │ a │ ── takeReady ──▶ [a, b, c]
//            false ◀── full
//
// Always true between calls:
//   - what waits is within both limits, its number and its bytes
//   - `#sizes` holds the sizes of all that waits, and before them perhaps those
//     of values that were received since somebody last asked for `bytes`

import { Ring } from "../06-goroutines/ring.ts";
import { Channel } from "../07-channels/channel.ts";
import type { Received, ReceiveChannel } from "../07-channels/ends.ts";

/** How much may wait. */
export interface OutboxLimits<T> {
  /** How many values: a whole number from 1 to 2³² − 1. */
  readonly messages: number;
  /** How many bytes they have together, from 1; without it there is no limit. */
  readonly bytes?: number | undefined;
  /** The bytes of one value, 0 by default. A limit of bytes needs it. */
  readonly bytesOf?: ((value: T) => number) | undefined;
}

const mostMessages = 2 ** 32 - 1; // the largest capacity of a channel

export class Outbox<T> {
  readonly #channel: Channel<T>;
  readonly #mostBytes: number;
  readonly #bytesOf: (value: T) => number;
  readonly #sizes = new Ring<number>();
  #bytes = 0;
  #refused = 0;
  #isClosed = false;

  /**
   * Throws a `RangeError` for a limit that is not a whole number from 1, and a
   * `TypeError` for a limit of bytes without `bytesOf`.
   */
  constructor({ messages, bytes, bytesOf }: OutboxLimits<T>) {
    checkLimit("messages", messages, mostMessages);
    if (bytes !== undefined) {
      checkLimit("bytes", bytes, Number.MAX_SAFE_INTEGER);
      if (!bytesOf)
        throw new TypeError("expected bytesOf, as bytes is limited");
    }
    this.#channel = new Channel(messages);
    this.#mostBytes = bytes ?? Infinity;
    this.#bytesOf = bytesOf ?? (() => 0);
  }

  // #region offer
  /**
   * Puts `value` in, or hands it to a client that waits. Never waits itself: it
   * says false if there is no room, and never has any for a value that is larger
   * than the limit of bytes.
   *
   * Panics with `send on closed channel` after `close`, full or not. Throws a
   * `RangeError` if `bytesOf` gives no number of bytes.
   */
  offer(value: T): boolean {
    const size = checkSize(this.#bytesOf(value));
    const fits = this.bytes + size <= this.#mostBytes;
    if (!fits && !this.#isClosed) return this.#refuse();
    if (!this.#channel.trySend(value)) return this.#refuse();
    this.#sizes.add(size);
    this.#bytes += size;
    return true;
  }
  // #endregion offer

  /**
   * Says that nothing more will be offered; what waits can still be taken.
   * Panics with `close of closed channel` the second time.
   */
  close(): void {
    this.#channel.close();
    this.#isClosed = true;
  }

  // #region take
  /**
   * Waits for a value, and resolves with it and all others that wait by then,
   * oldest first: what can leave in one write. `[]` when the outbox is closed
   * and drained.
   */
  async takeReady(): Promise<T[]> {
    const first = await this.#channel.next();
    return first.done ? [] : [first.value, ...this.tryTakeReady()];
  }

  /** All that waits, which may be nothing. Never waits. */
  tryTakeReady(): T[] {
    const ready: T[] = [];
    while (this.#channel.length > 0) {
      ready.push(this.#channel.tryReceive() as T);
    }
    return ready;
  }
  // #endregion take

  /** The next value, or `done` when the outbox is closed and drained. */
  next(): Promise<Received<T>> {
    return this.#channel.next();
  }

  /** `for await (const value of outbox)`: until it is closed and drained. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return this.#channel[Symbol.asyncIterator]();
  }

  /** The client's end, for whoever waits for other channels as well. */
  get channel(): ReceiveChannel<T> {
    return this.#channel;
  }

  /** How many values wait. */
  get length(): number {
    return this.#channel.length;
  }

  /** How many may wait. */
  get capacity(): number {
    return this.#channel.capacity;
  }

  // #region bytes
  /** How many bytes wait. */
  get bytes(): number {
    // First come, first out: more sizes than values are those of the oldest.
    while (this.#sizes.length > this.#channel.length) {
      this.#bytes -= this.#sizes.take();
    }
    return this.#bytes;
  }
  // #endregion bytes

  /** How many offers did not fit. */
  get refused(): number {
    return this.#refused;
  }

  #refuse(): false {
    this.#refused++;
    return false;
  }
}

function checkLimit(name: string, limit: number, most: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return;
  throw new RangeError(
    `expected ${name} to be a whole number from 1 to ${most}, got ${limit}`,
  );
}

// One NaN would make every later sum NaN, and no limit would hold any more.
function checkSize(size: number): number {
  if (Number.isInteger(size) && size >= 0) return size;
  throw new RangeError(`expected bytesOf to give whole bytes, got ${size}`);
}
