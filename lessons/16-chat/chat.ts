// The chat: a server's `/ws`, and behind it a hub.
//
//   upgrade ──▶ arrivals ──▶ accept ── go ──▶ a goroutine for each guest ──▶ hub
//
// Always true:
//   - what a plain client sends comes to every client as it is, text as text and
//     binary as binary, and to a plain client nothing else comes
//   - who has asked for it by subprotocol speaks in wishes and is told by name
//     what happens (see wish.ts of lesson 5)

import type { Server } from "node:http";
import { encodeFrame, opcodes } from "../03-frames/frame.ts";
import type { Connection, Message } from "../05-connection/connection.ts";
import { attachEndpoints } from "../05-connection/endpoints.ts";
import { defaultLimits, type Limits } from "../05-connection/limits.ts";
import { type Accept, acceptConnection } from "../05-connection/websocket.ts";
import { readWish, type Said } from "../05-connection/wish.ts";
import { external } from "../06-goroutines/external.ts";
import { go } from "../06-goroutines/goroutine.ts";
import { run } from "../06-goroutines/program.ts";
import { Channel } from "../07-channels/channel.ts";
import { acceptWs } from "../14-pump/ws.ts";
import { Client, serve } from "../15-broadcast/client.ts";
import { Hub } from "../15-broadcast/hub.ts";

/** What a page asks for, to be told who is who. */
export const chatProtocol = "rendezvous.chat";

/** The wires to choose from: the one of lessons 2 to 5, or that of `ws`. */
export const wires = { own: acceptConnection, ws: acceptWs } as const;

/** The same thing said, for those who hear it as it is and for the pages. */
interface Letter {
  plain?: Uint8Array;
  page?: Uint8Array;
}

class Guest extends Client {
  name = "";

  get isPage(): boolean {
    return this.connection.protocol === chatProtocol;
  }
}

const notUnderstood = 1008;
const tryAgainLater = 1013;
const arrivalsAhead = 1_024; // more at once than the system itself lets wait

export interface ChatOptions {
  limits?: Limits;
  accept?: Accept;
}

/**
 * Lets `server` take the chat's WebSockets on `/ws`; every other path is refused.
 * The function returned sends everybody home (1001) and resolves when the last
 * has gone.
 */
export function attachChat(
  server: Server,
  { limits = defaultLimits, accept = acceptConnection }: ChatOptions = {},
): () => Promise<void> {
  const arrivals = new Channel<Guest>(arrivalsAhead);
  const enter = (connection: Connection): void => {
    if (arrivals.trySend(new Guest(connection))) return;
    void connection.close(tryAgainLater, "too many at once");
  };
  const close = attachEndpoints(server, { "/ws": enter }, limits, {
    accept,
    protocols: [chatProtocol],
  });
  const hub = new Hub<Letter, Guest>(
    (letter, { isPage }) => (isPage ? letter.page : letter.plain),
    { joined, left },
  );
  const outcome = run(async () => {
    const listening = external("server");
    go("hub", () => hub.run());
    go("accept", async () => {
      for await (const guest of arrivals) go("guest", receive, guest, hub);
    });
    await hub.done.receive();
    listening.done();
  });
  void outcome.then(({ kind, error }) => {
    if (kind !== "returned") throw error;
  });
  return async () => {
    hub.quit.close();
    await outcome;
    await close();
  };
}

async function receive(guest: Guest, hub: Hub<Letter, Guest>): Promise<void> {
  if (guest.isPage) {
    const first = await guest.messages.receive();
    const wish = first === undefined ? undefined : readWish(first);
    if (wish?.kind !== "join") return refuse(guest);
    guest.name = wish.name;
  }
  return serve(guest, hub, (message) => letterOf(guest, message));
}

function refuse({ connection }: Guest): void {
  void connection.close(notUnderstood, "expected to join once, then to say");
}

function letterOf(guest: Guest, message: Message): Letter | undefined {
  if (!guest.isPage) {
    const text =
      typeof message === "string" ? message : `${message.length} bytes`;
    const plain = encode(message);
    return { plain, page: tell({ kind: "said", name: "", text }) };
  }
  const wish = readWish(message);
  if (wish?.kind !== "say") return void refuse(guest);
  const { text } = wish;
  const page = tell({ kind: "said", name: guest.name, text });
  return { plain: encode(text), page };
}

function joined(guest: Guest, all: ReadonlySet<Guest>): Letter | undefined {
  if (!guest.isPage) return undefined;
  const names = [...all].flatMap((each) =>
    each.isPage && each !== guest ? [each.name] : [],
  );
  guest.outbox.offer(tell({ kind: "welcome", names }));
  return { page: tell({ kind: "joined", name: guest.name }) };
}

function left({ isPage, name }: Guest): Letter | undefined {
  return isPage ? { page: tell({ kind: "left", name }) } : undefined;
}

function tell(said: Said): Uint8Array {
  return encode(JSON.stringify(said));
}

const utf8 = new TextEncoder();

function encode(message: Message): Uint8Array {
  return typeof message === "string"
    ? encodeFrame({ opcode: opcodes.text, payload: utf8.encode(message) })
    : encodeFrame({ opcode: opcodes.binary, payload: message });
}
