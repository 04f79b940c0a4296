// A room on loopback, for the demos: a server, and behind it the hub.

import { createServer } from "node:http";
import { external, go } from "rendezvous";
import { listen } from "../../01-hello-http/http.ts";
import { encodeFrame, opcodes } from "../../03-frames/frame.ts";
import { connect } from "../../05-connection/client.ts";
import type { Connection, Message } from "../../05-connection/connection.ts";
import { attachEndpoints } from "../../05-connection/endpoints.ts";
import { limitsFor } from "../../05-connection/limits.ts";
import { Client, outboxLimits, serve } from "../client.ts";
import { type Customs, Hub } from "../hub.ts";

/** From the goodbye to the end of the socket, at most. */
export const deadlineMs = 500;

const limits = limitsFor(64 * 1024, { closeTimeoutMs: deadlineMs });
const utf8 = new TextEncoder();

export interface Room {
  hub: Hub<Uint8Array>;
  /** Somebody comes in, and has been heard of. */
  visit: () => Promise<Connection>;
  close: () => Promise<void>;
}

export async function openRoom(
  customs: Customs<Uint8Array, Client> = {},
  outbox = outboxLimits,
): Promise<Room> {
  const hub = new Hub<Uint8Array>((frame) => frame, customs);
  const server = createServer();
  const listening = external("server");
  const enter = (connection: Connection) =>
    go("client", serve, new Client(connection, outbox), hub, encode);
  const stop = attachEndpoints(server, { "/": enter }, limits);
  const url = await external(listen(server, 0));
  go("hub", () => hub.run());

  const close = async () => {
    hub.quit.close();
    await hub.done.receive();
    await external(stop());
    server.close();
    listening.done();
  };
  const visit = () => external(connect(url.replace("http", "ws")));
  return { hub, visit, close };
}

// The frame is the letter: encoded once, whoever hears it.
function encode(message: Message): Uint8Array {
  return typeof message === "string"
    ? encodeFrame({ opcode: opcodes.text, payload: utf8.encode(message) })
    : encodeFrame({ opcode: opcodes.binary, payload: message });
}
