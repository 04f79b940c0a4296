import { Channel, type ReceiveChannel } from "rendezvous";

/**
 * An outbox for what is soon out of date, such as ticks or where a mouse is: up
 * to `capacity` values wait, and a new one is always let in. Where there is no
 * room, the oldest is dropped for it, and counted. Never waits.
 */
export class NewestOutbox<T> {
  readonly #channel: Channel<T>;
  #dropped = 0;

  constructor(capacity: number) {
    this.#channel = new Channel(capacity);
  }

  /** The client's end. */
  get channel(): ReceiveChannel<T> {
    return this.#channel;
  }

  /** How many values were dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  offer(value: T): void {
    while (!this.#channel.trySend(value)) {
      this.#channel.tryReceive();
      this.#dropped++;
    }
  }
}
