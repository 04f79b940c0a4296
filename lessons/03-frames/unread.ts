// The bytes that came and nobody has read yet, in the chunks they came in.
//
// Always true between calls:
//   - no chunk is joined, copied or changed; one that is read to its end is
//     let go of
//   - reading costs what is read, however many chunks wait

const nothing = new Uint8Array(0);

export class UnreadBytes {
  #chunk: Uint8Array = nothing;
  #at = 0; // where the next unread byte lies in #chunk
  #later: Uint8Array[] = []; // the chunks after it, the last one first
  #arrived: Uint8Array[] = []; // the chunks after those, in order

  push(chunk: Uint8Array): void {
    this.#arrived.push(chunk);
  }

  clear(): void {
    this.#chunk = nothing;
    this.#at = 0;
    this.#later = [];
    this.#arrived = [];
  }

  // #region copyTo
  /**
   * Reads bytes into `target`, from index `from` up to `to`, or until there are
   * no more. Returns the index it came to.
   */
  copyTo(target: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && this.#turn()) {
      const bytes = this.#take(Math.min(to - at, this.#left()));
      target.set(bytes, at);
      at += bytes.length;
    }
    return at;
  }
  // #endregion copyTo

  /** Reads `count` bytes as a view, or nothing unless one chunk holds them all. */
  view(count: number): Uint8Array | undefined {
    if (!this.#turn() || this.#left() < count) return undefined;
    return this.#take(count);
  }

  #left(): number {
    return this.#chunk.length - this.#at;
  }

  // A Buffer's subarray would be a Buffer again: a view is plain, whatever came.
  #take(count: number): Uint8Array {
    const { buffer, byteOffset } = this.#chunk;
    const bytes = new Uint8Array(buffer, byteOffset + this.#at, count);
    this.#at += count;
    return bytes;
  }

  /** Turns to the next chunk if this one is read; false if there is none. */
  #turn(): boolean {
    while (this.#left() === 0) {
      // Turning the list round now and then keeps pop() cheap where shift()
      // would move every chunk that waits.
      if (this.#later.length === 0) {
        this.#later = this.#arrived.reverse();
        this.#arrived = [];
      }
      const chunk = this.#later.pop();
      if (!chunk) return false;
      this.#chunk = chunk;
      this.#at = 0;
    }
    return true;
  }
}
