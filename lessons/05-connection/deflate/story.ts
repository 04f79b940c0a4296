// The same letters to one client on three wires, and what they weigh; and a
// client that sends a bomb.

import { createServer } from "node:http";
import type { Socket } from "node:net";
import { listen } from "../../01-hello-http/http.ts";
import { opcodes } from "../../03-frames/frame.ts";
import { connect } from "../client.ts";
import type { Connection } from "../connection.ts";
import { echo } from "../endpoints.ts";
import type { Offer } from "../extension.ts";
import { defaultLimits, limitsFor } from "../limits.ts";
import type { Agreement } from "./agreement.ts";
import { Deflate } from "./deflate.ts";
import { acceptDeflate, everything, offerDeflate } from "./wire.ts";

const each = { takeover: false, windowBits: 15 };
const eachOnItsOwn: Agreement = { server: each, client: each };

/** What a client may offer, by what it makes of a message. */
export const offers = {
  plain: undefined,
  "packed, each on its own": offerDeflate(eachOnItsOwn),
  "packed, knowing those before": offerDeflate(everything),
} satisfies Record<string, Offer | undefined>;

/**
 * Sends `letters` to a client that makes this offer; resolves with the bytes that
 * each one took on the wire, its header included.
 */
export async function weighLetters(
  letters: readonly string[],
  offer: Offer | undefined,
): Promise<number[]> {
  const weights: number[] = [];
  const greet = async (connection: Connection, socket: Socket) => {
    for (const letter of letters) {
      const before = socket.bytesWritten;
      await connection.send(letter);
      weights.push(socket.bytesWritten - before);
    }
    await connection.close();
  };
  const { url, stop } = await startServer((connection, socket) => {
    void greet(connection, socket);
  });
  await hearAll(await connect(url, defaultLimits, offer), letters);
  stop();
  return weights;
}

/** Resolves when `letters` have come, and rejects if others have. */
function hearAll(
  connection: Connection,
  letters: readonly string[],
): Promise<void> {
  const heard: string[] = [];
  connection.onmessage = (message) => void heard.push(message.toString());
  return new Promise((resolve, reject) => {
    connection.onclose = () => {
      if (heard.join("\n") === letters.join("\n")) resolve();
      else reject(new Error(`expected ${letters.length} letters, got others`));
    };
  });
}

/** How a server answers a client that sends `bytes` zeros in one packed message. */
export async function throwBomb(
  bytes: number,
): Promise<{ packedBytes: number; code: number; reason: string }> {
  const zeros = new Uint8Array(bytes);
  const { url, stop } = await startServer((connection) => echo(connection));
  const client = await connect(url, limitsFor(bytes), offerDeflate());
  const [code, reason] = await new Promise<[number, string]>((resolve) => {
    client.onclose = (...words) => resolve(words);
    void client.send(zeros);
  });
  stop();
  return { packedBytes: pack(zeros).length, code, reason };
}

function pack(payload: Uint8Array): Uint8Array {
  const { server: ours, client: theirs } = everything;
  const deflate = new Deflate({ ours, theirs, maxMessageBytes: 0 });
  const frame = { fin: true, reserved: 0, opcode: opcodes.binary, payload };
  return deflate.pack(frame).payload;
}

/** A server that packs with whoever offers it, on a free port. */
async function startServer(
  meet: (connection: Connection, socket: Socket) => void,
): Promise<{ url: string; stop: () => void }> {
  const accept = acceptDeflate();
  const server = createServer();
  server.on("upgrade", (request, socket: Socket, head) => {
    meet(accept(request, socket, head), socket);
  });
  const url = (await listen(server, 0)).replace("http", "ws");
  return { url, stop: () => void server.close() };
}
