// The same messages from a server to a client, by polling and by WebSocket, and
// what they weigh on the wire.
//
// Counted is what the server's socket read and wrote: every byte of TCP payload
// in both directions, request lines, headers and bodies, handshake and frames.
// Not counted is what both ways need alike: the headers of TCP and IP, and TLS.
// An experiment of this lesson's demo; nothing later is built on it.

import { once } from "node:events";
import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  type Server,
} from "node:http";
import type { Socket } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { listen } from "../../01-hello-http/http.ts";
import { acceptKey, acceptUpgrade } from "../handshake.ts";

export interface Delivery {
  /** The messages as the client got them. */
  received: string[];
  requests: number;
  /** From the client to the server. */
  upBytes: number;
  /** From the server to the client. */
  downBytes: number;
}

// A Host of fixed length, so that the count does not hang on the port's digits.
const Host = "chat.example";

/**
 * The client asks, over one connection that stays open. After `emptyPolls`
 * answers without content (204) the next one has a message, and so on.
 */
export async function byPolling(
  messages: readonly string[],
  emptyPolls: number,
): Promise<Delivery> {
  const requests = messages.length * (emptyPolls + 1);
  const outbox = [...messages];
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    if (asked % (emptyPolls + 1) !== 0) response.writeHead(204).end();
    else response.setHeader("Content-Type", "text/plain").end(outbox.shift());
  });
  return weigh(server, requests, (url) => poll(url, requests));
}

async function poll(url: string, times: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const received: string[] = [];
  for (let asked = 0; asked < times; asked++) {
    const request = get(`${url}/messages`, { agent, headers: { Host } });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const body = await text(response);
    if (response.statusCode === 200) received.push(body);
  }
  agent.destroy();
  return received;
}

/**
 * The client asks once, to upgrade; then the server sends, unasked. Throws if a
 * message is longer than the shortest kind of frame can carry.
 */
export async function byWebSocket(
  messages: readonly string[],
): Promise<Delivery> {
  const frames = messages.map(shortTextFrame);
  const server = createServer().on("upgrade", (request, socket) => {
    acceptUpgrade(request, socket);
    socket.end(Buffer.concat(frames));
  });
  return weigh(server, 1, upgradeAndRead);
}

async function upgradeAndRead(url: string): Promise<string[]> {
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  const headers = {
    Host,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": key,
  };
  const request = get(`${url}/messages`, { headers });
  const [response, socket, head] = (await once(request, "upgrade")) as [
    IncomingMessage,
    Socket,
    Buffer,
  ];
  if (response.headers["sec-websocket-accept"] !== acceptKey(key))
    throw new Error("expected the answer to this key, got another one");
  const frames = readShortFrames(Buffer.concat([head, await buffer(socket)]));
  socket.end();
  return frames;
}

// Two bytes, "a whole text" and its length, then the text. Lesson 3 takes them
// apart; a client would add four more, the mask.
const maxShortBytes = 125;

function shortTextFrame(message: string): Buffer {
  const payload = Buffer.from(message);
  if (payload.length > maxShortBytes)
    throw new RangeError(
      `expected at most ${maxShortBytes} bytes, got ${payload.length}`,
    );
  return Buffer.concat([Buffer.of(0x81, payload.length), payload]);
}

function readShortFrames(bytes: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes.readUInt8(at + 1);
    messages.push(bytes.toString("utf8", at + 2, end));
    at = end;
  }
  return messages;
}

async function weigh(
  server: Server,
  requests: number,
  talk: (url: string) => Promise<string[]>,
): Promise<Delivery> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => sockets.push(socket));
  const received = await talk(await listen(server, 0));
  server.close();
  await once(server, "close");
  return {
    received,
    requests,
    upBytes: sum(sockets.map((socket) => socket.bytesRead)),
    downBytes: sum(sockets.map((socket) => socket.bytesWritten)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
