// A variable that several goroutines share, declared: the explorer sees who reads
// and who writes it. It cannot see a plain variable.

import { unknown } from "../06-goroutines/choice.ts";
import { isStepped, makeKey, touch } from "../06-goroutines/scheduler.ts";

/**
 * Holds one value. When a schedule is explored, another goroutine may come before
 * a read or a write, where the code has awaited something since the last one.
 */
export class Cell<T> {
  readonly #key = isStepped ? makeKey() : unknown;
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  // #region cell
  get value(): T {
    if (isStepped) touch(this.#key);
    return this.#value;
  }

  set value(value: T) {
    if (isStepped) touch(this.#key);
    this.#value = value;
  }
  // #endregion cell
}
