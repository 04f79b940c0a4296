import { go } from "rendezvous";
import { type Client, serve } from "../client.ts";
import { Hub } from "../hub.ts";

type Frame = Uint8Array;

/**
 * Rooms, by name: what is said in one of them is heard in that one alone. A room
 * opens when somebody comes in, and its hub has quit when the last has left.
 */
export class Rooms {
  readonly #lobby = new Hub<Frame>((frame) => frame);
  #isOpen = false;

  /** How many rooms are open. */
  get size(): number {
    return this.#isOpen ? 1 : 0;
  }

  /** The stay of `client` in the room of that name, as a goroutine. */
  async visit(name: string, client: Client): Promise<void> {
    // TODO: everybody is in one room, and it never closes.
    void name;
    if (!this.#isOpen) go("hub", () => this.#lobby.run());
    this.#isOpen = true;
    await serve(client, this.#lobby, (message) => message as Frame);
  }
}
