// The bytes that came and nobody has read yet, in the chunks they came in.
//
// Always true between calls:
//   - no chunk is joined or changed; one that is read to its end is let go of
//     as soon as the next byte is asked for
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

  /** Reads one byte, `undefined` if there is none. */
  readByte(): number | undefined {
    return this.#turn() ? this.#chunk[this.#at++] : undefined;
  }

  // #region copyTo
  /**
   * Reads bytes into `target`, from index `at` to its end or until there are no
   * more. Returns how many it read.
   */
  copyTo(target: Uint8Array, at: number): number {
    let copied = 0;
    while (at + copied < target.length && this.#turn()) {
      const wanted = target.length - at - copied;
      const bytes = this.#take(Math.min(wanted, this.#left()));
      target.set(bytes, at + copied);
      copied += bytes.length;
    }
    return copied;
  }
  // #endregion copyTo

  /** Reads `count` bytes as a view if one chunk has them all, else nothing. */
  view(count: number): Uint8Array | undefined {
    return this.#turn() && this.#left() >= count
      ? this.#take(count)
      : undefined;
  }

  #left(): number {
    return this.#chunk.length - this.#at;
  }

  // Not subarray(): that of a Buffer would be a Buffer again.
  #take(count: number): Uint8Array {
    const { buffer, byteOffset } = this.#chunk;
    const bytes = new Uint8Array(buffer, byteOffset + this.#at, count);
    this.#at += count;
    return bytes;
  }

  /** Turns to the next chunk if this one is read; false if there is none. */
  #turn(): boolean {
    while (this.#left() === 0) {
      // One list fills while the other empties: pop() takes from the end, where
      // shift() would move every chunk that waits.
      if (this.#later.length === 0) {
        [this.#later, this.#arrived] = [this.#arrived.reverse(), this.#later];
      }
      const chunk = this.#later.pop();
      this.#chunk = chunk ?? nothing;
      this.#at = 0;
      if (!chunk) return false;
    }
    return true;
  }
}
