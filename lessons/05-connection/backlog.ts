// What waits in the queue of a socket. The socket tells its bytes and not how
// many writes they are, and for tiny writes Node keeps far more than the bytes.
//
//   gone ──────────────│── older ──│── newer ──▶ the next write
//     all that waits was written     the mark
//     behind here
//
// Always true:
//   - every write that waits has been counted, as older or as newer; of the
//     older ones some may have gone
//   - so a peer that reads nothing has as many writes waiting as are counted,
//     and one that reads has half of them, or more

/** Node's entry, its view of the bytes and ours: some 150 bytes on a heap. */
export const bytesPerWrite = 160;

export class Backlog {
  #older = 0;
  #newer = 0;
  #newerBytes = 0;

  /** How many writes wait, or up to twice as many. */
  get writes(): number {
    return this.#older + this.#newer;
  }

  // #region count
  /** Counts a write of `bytes`, in front of which `waitingBytes` wait. */
  count(bytes: number, waitingBytes: number): void {
    // What was written first leaves first. So all before the mark has gone, once
    // no more waits than was written behind it.
    if (waitingBytes <= this.#newerBytes) this.#moveMark();
    this.#newer += 1;
    this.#newerBytes += bytes;
  }

  #moveMark(): void {
    this.#older = this.#newer;
    this.#newer = 0;
    this.#newerBytes = 0;
  }
  // #endregion count
}
