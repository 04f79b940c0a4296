// A room on real sockets, and peers that read bytes: each compares what comes
// with what was said, so that a million messages can be checked one by one.

import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { external, go, type Outcome, run } from "rendezvous";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import type { Connection } from "../../lessons/05-connection/connection.ts";
import { attachEndpoints } from "../../lessons/05-connection/endpoints.ts";
import {
  defaultLimits,
  type Limits,
} from "../../lessons/05-connection/limits.ts";
import {
  type Accept,
  acceptConnection,
} from "../../lessons/05-connection/websocket.ts";
import type { OutboxLimits } from "../../lessons/08-buffers/outbox.ts";
import { acceptWs } from "../../lessons/14-pump/ws.ts";
import {
  Client,
  outboxLimits,
  serve,
} from "../../lessons/15-broadcast/client.ts";
import { Hub } from "../../lessons/15-broadcast/hub.ts";
import { latch } from "../support/connection.ts";

export const wires: [name: string, accept: Accept][] = [
  ["our own wire", acceptConnection],
  ["ws", acceptWs],
];

export interface Room {
  port: number;
  hub: Hub<Uint8Array>;
  /** Everybody who ever came, in order. */
  clients: Client[];
  /** Open sockets of the server. */
  countSockets: () => number;
  /** Milliseconds from when the first was let go to the first socket's end. */
  deadlineTaken: () => number;
  /** Sends everybody home; resolves when nobody is left at work. */
  quit: () => Promise<Outcome>;
}

export interface RoomOptions {
  limits?: Partial<Limits>;
  outbox?: OutboxLimits<Uint8Array>;
}

/** A hub behind a server, for one test. What is said is the frame for all. */
export async function openRoom(
  accept: Accept,
  { limits = {}, outbox = outboxLimits }: RoomOptions = {},
): Promise<Room> {
  const server = createServer();
  const sockets = new Set<Socket>();
  let goneAt = 0;
  let endedAt = 0;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      endedAt ||= performance.now();
    });
  });
  const left = () => void (goneAt ||= performance.now());
  const hub = new Hub<Uint8Array>((frame) => frame, { left });
  const clients: Client[] = [];
  const enter = (connection: Connection) => {
    const client = new Client(connection, outbox);
    clients.push(client);
    go("client", serve, client, hub, encode);
  };
  const all = { ...defaultLimits, ...limits };
  attachEndpoints(server, { "/": enter }, all, { accept });
  const port = Number(new URL(await listen(server, 0)).port);
  const outcome = run(() => live(hub), { strict: true });
  let isQuitting = false;
  const quit = () => {
    if (!isQuitting) hub.quit.close();
    isQuitting = true;
    return outcome;
  };
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await quit();
  });
  const countSockets = () => sockets.size;
  const deadlineTaken = () => endedAt - goneAt;
  return { port, hub, clients, countSockets, deadlineTaken, quit };
}

async function live(hub: Hub<Uint8Array>): Promise<void> {
  const listening = external("server");
  go("hub", () => hub.run());
  await hub.done.receive();
  listening.done();
}

const utf8 = new TextEncoder();

function encode(message: string | Uint8Array): Uint8Array {
  const isText = typeof message === "string";
  const opcode = isText ? opcodes.text : opcodes.binary;
  return encodeFrame({
    opcode,
    payload: isText ? utf8.encode(message) : message,
  });
}

/** `count` numbered messages of `bytes` each: as they are said, and heard. */
export function speech(count: number, bytes: number) {
  const said: Uint8Array[] = [];
  const heard: Uint8Array[] = [];
  for (let number = 1; number <= count; number++) {
    const payload = utf8.encode(`${number}`.padStart(bytes, "."));
    const frame = { opcode: opcodes.text, payload } as const;
    said.push(encodeFrame(frame, new Uint8Array(4)));
    heard.push(encodeFrame(frame));
  }
  return { said: Buffer.concat(said), heard: Buffer.concat(heard), count };
}

/** A peer that expects exactly `heard`, and then perhaps a close frame. */
export class Peer {
  readonly socket: Socket;
  /** Bytes that came as they were expected. */
  received = 0;
  /** Something else has come. */
  isWrong = false;
  /** The code of the close frame that has come. */
  code: number | undefined;
  readonly whole: Promise<void>;
  readonly ended: Promise<void>;
  readonly #heard: Buffer;
  readonly #tellWhole: () => void;
  #other = Buffer.alloc(0);

  constructor(socket: Socket, heard: Buffer) {
    this.socket = socket;
    this.#heard = heard;
    const [whole, tellWhole] = latch<void>();
    const [ended, tellEnded] = latch<void>();
    [this.whole, this.ended] = [whole, ended];
    this.#tellWhole = tellWhole;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("close", () => tellEnded());
  }

  #receive(chunk: Buffer): void {
    if (this.#other.length > 0) return this.#receiveOther(chunk);
    const from = this.received;
    const expected = this.#heard.subarray(from, from + chunk.length);
    const same = expected.equals(chunk.subarray(0, expected.length))
      ? expected.length
      : chunk.findIndex((byte, index) => byte !== expected[index]);
    this.received += same;
    if (this.received === this.#heard.length) this.#tellWhole();
    this.#receiveOther(chunk.subarray(same));
  }

  // What may come beside the speech is a close frame, and it is answered.
  #receiveOther(bytes: Buffer): void {
    this.#other = Buffer.concat([this.#other, bytes]);
    if (this.#other.length === 0) return;
    this.isWrong ||= this.#other[0] !== 0x88;
    if (this.#other.length < 4) return;
    this.code = this.#other.readUInt16BE(2);
    const code = this.#other.subarray(2, 4);
    this.socket.end(Buffer.of(0x88, 0x82, 0, 0, 0, 0, ...code));
  }
}

const handshake =
  "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n" +
  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/** A socket that has shaken hands, paused. */
export async function knock(port: number): Promise<Socket> {
  const socket = connect({ port, host: "localhost" });
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write(handshake);
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.pause();
  const end = answer.indexOf("\r\n\r\n") + 4;
  if (end < answer.length) socket.unshift(answer.subarray(end));
  return socket;
}

/** Joins the room at `port`, and expects `heard` there. */
export async function join(port: number, heard: Buffer): Promise<Peer> {
  const socket = await knock(port);
  const peer = new Peer(socket, heard);
  socket.resume();
  return peer;
}

/** `count` peers, one after another. */
export async function joinAll(
  count: number,
  port: number,
  heard: Buffer,
): Promise<Peer[]> {
  const peers: Peer[] = [];
  while (peers.length < count) peers.push(await join(port, heard));
  return peers;
}

/**
 * Says one message of `speech` after another, each when `talker` has heard the
 * one before, until `isEnough`. Resolves with how many.
 */
export async function talk(
  talker: Peer,
  { said, heard, count }: ReturnType<typeof speech>,
  isEnough: () => boolean,
): Promise<number> {
  const bytes = said.length / count;
  for (let number = 1; number <= count; number++) {
    talker.socket.write(said.subarray((number - 1) * bytes, number * bytes));
    const expected = (heard.length / count) * number;
    await until(() => talker.received >= expected);
    if (isEnough()) return number;
  }
  throw new Error(`expected ${count} messages to be enough`);
}

/** A stopwatch: the function returned gives the milliseconds since. */
export function elapsed(): () => number {
  const start = performance.now();
  return () => performance.now() - start;
}

/** Resolves once `isSo`, a turn of the event loop after another. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
