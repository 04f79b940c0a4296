// A queue whose values never move: who runs next, and later, in the buffer of a
// channel, what was sent and not yet received.
//
//   slots   │ d │   │ b │ c │        head 2, length 3
//             ▲       ▲
//            last    head             the next value goes to slot 1
//
// The number of slots is a power of two, so that an index wraps with one `&`. It
// grows with the values and not with the promise: a channel with room for a
// million costs nothing until it holds some.

const fewestSlots = 4;

export class Ring<T> {
  length = 0;
  #slots: (T | undefined)[] = new Array<T | undefined>(fewestSlots).fill(
    undefined,
  );
  #head = 0;

  // #region ring
  add(value: T): void {
    if (this.length === this.#slots.length) this.#grow();
    const mask = this.#slots.length - 1;
    this.#slots[(this.#head + this.length) & mask] = value;
    this.length++;
  }

  /** Takes the oldest value out. Ask for the length first. */
  take(): T {
    const value = this.#slots[this.#head] as T;
    this.#slots[this.#head] = undefined; // or the slot would keep it alive
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.length--;
    return value;
  }
  // #endregion ring

  #grow(): void {
    const { length } = this.#slots;
    const inOrder = [
      ...this.#slots.slice(this.#head),
      ...this.#slots.slice(0, this.#head),
    ];
    this.#slots = inOrder.concat(new Array<undefined>(length).fill(undefined));
    this.#head = 0;
  }

  /** Puts `value` before all others. */
  putBack(value: T): void {
    if (this.length === this.#slots.length) this.#grow();
    this.#head = (this.#head - 1) & (this.#slots.length - 1);
    this.#slots[this.#head] = value;
    this.length++;
  }

  /** Takes `value` out, wherever it stands. */
  remove(value: T): void {
    const others = this.values().filter((each) => each !== value);
    while (this.length > 0) this.take();
    for (const each of others) this.add(each);
  }

  /** Puts `value` in the place of `old`, which is in the ring. */
  replace(old: T, value: T): void {
    this.#slots[this.#slots.indexOf(old)] = value;
  }

  /** The values, oldest first: for reports, pictures and choosers. */
  values(): T[] {
    const values: T[] = [];
    const mask = this.#slots.length - 1;
    for (let index = 0; index < this.length; index++) {
      values.push(this.#slots[(this.#head + index) & mask] as T);
    }
    return values;
  }
}
