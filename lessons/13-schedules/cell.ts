// A variable that several goroutines share, declared: the explorer sees who reads
// and who writes it. It cannot see a plain variable.

import { unknown } from "../06-goroutines/choice.ts";
import { isStepped, makeKey, touch } from "../06-goroutines/scheduler.ts";

/**
 * Holds one value. To read and to write are operations like any other: when a
 * schedule is explored, another goroutine may come between them.
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
