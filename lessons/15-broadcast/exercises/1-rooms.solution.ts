import { go } from "rendezvous";
import { type Client, serve } from "../client.ts";
import { Hub } from "../hub.ts";

type Frame = Uint8Array;

/** A room, and how many are in it or about to be. */
interface Room {
  hub: Hub<Frame>;
  guests: number;
}

/**
 * Rooms, by name: what is said in one of them is heard in that one alone. A room
 * opens when somebody comes in, and its hub has quit when the last has left.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>();

  /** How many rooms are open. */
  get size(): number {
    return this.#rooms.size;
  }

  /** The stay of `client` in the room of that name, as a goroutine. */
  async visit(name: string, client: Client): Promise<void> {
    const room = this.#rooms.get(name) ?? this.#open(name);
    room.guests++;
    await serve(client, room.hub, (message) => message as Frame);
    if (--room.guests > 0) return;
    // Out of the map first: whoever comes now gets a room of their own.
    this.#rooms.delete(name);
    room.hub.quit.close();
  }

  #open(name: string): Room {
    const hub = new Hub<Frame>((frame) => frame);
    const room = { hub, guests: 0 };
    this.#rooms.set(name, room);
    go("hub", () => hub.run());
    return room;
  }
}
