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
    // TODO: wait while it is full.
    if (this.#letters.length === this.#capacity) return this.#lock.unlock();
    this.#letters.push(letter);
    this.#lock.unlock();
  }

  /** Takes the oldest letter out. Waits while the box is empty. */
  async take(): Promise<T> {
    await this.#lock.lock();
    // TODO: a word is no promise. Who was woken has to look again.
    if (this.#letters.length === 0) await this.#hasLetter.wait();
    const letter = this.#letters.shift() as T;
    this.#hasRoom.signal();
    this.#lock.unlock();
    return letter;
  }
}
