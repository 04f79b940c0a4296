// A socket in memory, for the connection of lesson 5: what its peer sends is
// handed in, what it writes is kept. It does what that connection asks of one,
// and takes all that is written at once, so nothing ever waits.

type Listener = (value?: unknown) => void;

export class MemorySocket {
  /** What was written, in pieces. */
  readonly written: Uint8Array[] = [];
  readonly closed = false;
  readonly writableLength = 0;
  readonly writableNeedDrain = false;
  allowHalfOpen = true;
  writable = true;
  destroyed = false;
  readonly #listeners: { event: string; listener: Listener }[] = [];
  #isPaused = false;

  on(event: string, listener: Listener): this {
    this.#listeners.push({ event, listener });
    return this;
  }

  #emit(event: string, value?: unknown): void {
    for (const each of this.#listeners) {
      if (each.event === event) each.listener(value);
    }
  }

  /** The peer sends `bytes`. */
  receive(bytes: Uint8Array): void {
    if (!this.destroyed) this.#emit("data", bytes);
  }

  write(bytes: Uint8Array): boolean {
    this.written.push(bytes);
    return true;
  }

  end(): void {
    this.writable = false;
  }

  /** The connection is over, on both sides. */
  destroy(): void {
    if (this.destroyed) return;
    this.writable = false;
    this.destroyed = true;
    this.#emit("close");
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  isPaused(): boolean {
    return this.#isPaused;
  }

  cork(): void {}
  uncork(): void {}
}
