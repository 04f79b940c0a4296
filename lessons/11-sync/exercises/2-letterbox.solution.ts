import { Cond, Mutex } from "rendezvous";

/**
 * A buffered channel made of a lock and two conditions. Letters come out in the
 * order in which they went in, and there are never more than `capacity` inside.
 */
export class Letterbox<T> {
  readonly #letters: T[] = [];
  readonly #capacity: number;
  readonly #lock = new Mutex();
  readonly #hasLetter = new Cond(this.#lock);
  readonly #hasRoom = new Cond(this.#lock);

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Puts `letter` in. Waits while the box is full. */
  async put(letter: T): Promise<void> {
    await this.#lock.lock();
    while (this.#letters.length === this.#capacity) await this.#hasRoom.wait();
    this.#letters.push(letter);
    this.#hasLetter.signal();
    this.#lock.unlock();
  }

  /** Takes the oldest letter out. Waits while the box is empty. */
  async take(): Promise<T> {
    await this.#lock.lock();
    while (this.#letters.length === 0) await this.#hasLetter.wait();
    const letter = this.#letters.shift() as T;
    this.#hasRoom.signal();
    this.#lock.unlock();
    return letter;
  }
}
