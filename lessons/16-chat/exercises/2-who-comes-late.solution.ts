import type { Client } from "../../15-broadcast/client.ts";
import type { Letter } from "../letter.ts";

/**
 * What was said last, for whoever comes late: each plain client that joins is
 * given the last `most` messages, oldest first, and none of them twice.
 */
export class LastWords {
  readonly #most: number;
  readonly #frames: Uint8Array[] = [];
  #latest: Letter | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /** The hub's `frameFor`. It is called for every letter and every client. */
  frameFor(letter: Letter): Uint8Array | undefined {
    if (letter !== this.#latest && letter.plain) this.#remember(letter.plain);
    this.#latest = letter;
    return letter.plain;
  }

  /** The hub's custom for whoever joins, before anything else is sent to it. */
  joined(client: Pick<Client, "outbox">): undefined {
    for (const frame of this.#frames) client.outbox.offer(frame);
  }

  #remember(frame: Uint8Array): void {
    this.#frames.push(frame);
    if (this.#frames.length > this.#most) this.#frames.shift();
  }
}
