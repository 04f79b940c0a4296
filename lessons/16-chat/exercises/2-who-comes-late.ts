import type { Client } from "../../15-broadcast/client.ts";
import type { Letter } from "../letter.ts";

/**
 * What was said last, for whoever comes late: each plain client that joins is
 * given the last `most` messages, oldest first, and none of them twice.
 */
export class LastWords {
  readonly #most: number;
  readonly #frames: Uint8Array[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** The hub's `frameFor`. It is called for every letter and every client. */
  frameFor(letter: Letter): Uint8Array | undefined {
    // TODO: this remembers everything, and as often as there are clients.
    if (letter.plain) this.#frames.push(letter.plain);
    return letter.plain;
  }

  /** The hub's custom for whoever joins, before anything else is sent to it. */
  joined(client: Pick<Client, "outbox">): undefined {
    for (const frame of this.#frames) client.outbox.offer(frame);
    void this.#most;
  }
}
