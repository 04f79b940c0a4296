// A chat with callbacks: everything that happens is told to a function.
//
// Who is in the room is one Map, and it is changed from four sides: a message,
// a close, a pong and the ticker of the heartbeat. It works, because it does so
// little. What becomes of it when it does more: see tangle.ts.

import type { Server } from "node:http";
import { encodeFrame, opcodes } from "../03-frames/frame.ts";
import type { Connection, Message } from "./connection.ts";
import { attachEndpoints, type Endpoint } from "./endpoints.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { readWish, type Said } from "./wish.ts";

// A peer whose machine has vanished sends no close; it is missed when it has not
// answered one ping before the next is due.
const heartbeatMs = 30_000;
const notUnderstood = 1008;

interface Member {
  name: string | undefined; // until it has joined
  isAlive: boolean; // has answered the last ping
}

export class Room {
  readonly #members = new Map<Connection, Member>();
  readonly #heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();

  // #region enter
  /** Lets `connection` take part, from its first message to its close. */
  enter(connection: Connection): void {
    const member: Member = { name: undefined, isAlive: true };
    this.#members.set(connection, member);
    connection.onmessage = (message) => this.#hear(connection, member, message);
    connection.onpong = () => (member.isAlive = true);
    connection.onclose = () => {
      this.#members.delete(connection);
      if (member.name) this.#broadcast({ kind: "left", name: member.name });
    };
  }
  // #endregion enter

  /** Stops the heartbeat; the connections are closed by who accepted them. */
  close(): void {
    clearInterval(this.#heartbeat);
  }

  #hear(connection: Connection, member: Member, message: Message): void {
    const wish = readWish(message);
    if (wish?.kind === "join" && !member.name) {
      const names = this.#names();
      void connection.send(JSON.stringify({ kind: "welcome", names }));
      member.name = wish.name;
      this.#broadcast({ kind: "joined", name: wish.name });
    } else if (wish?.kind === "say" && member.name) {
      this.#broadcast({ kind: "said", name: member.name, text: wish.text });
    } else {
      void connection.close(
        notUnderstood,
        "expected to join once, then to say",
      );
    }
  }

  #names(): string[] {
    return [...this.#members.values()].flatMap(({ name }) => name ?? []);
  }

  // #region broadcast
  #broadcast(said: Said): void {
    const payload = new TextEncoder().encode(JSON.stringify(said));
    const frame = encodeFrame({ opcode: opcodes.text, payload }); // once for all
    for (const [connection, { name }] of this.#members) {
      // Nobody waits for a slow reader. What it does not read piles up in its
      // own socket, until that is too much and it is given up.
      if (name) connection.sendFrame(frame).catch(() => undefined);
    }
  }
  // #endregion broadcast

  // #region beat
  #beat(): void {
    for (const [connection, member] of this.#members) {
      if (!member.isAlive) connection.destroy();
      member.isAlive = false;
      connection.ping().catch(() => undefined);
    }
  }
  // #endregion beat
}

/**
 * Lets `server` take the chat's WebSockets on `/chat`, and whatever `others` it
 * has. The function returned tells everybody that the server goes.
 */
export function attachChat(
  server: Server,
  others: Record<string, Endpoint> = {},
  limits: Limits = defaultLimits,
): () => Promise<void> {
  const room = new Room();
  const chat: Endpoint = (connection) => room.enter(connection);
  const close = attachEndpoints(server, { ...others, "/chat": chat }, limits);
  return () => {
    room.close();
    return close();
  };
}
