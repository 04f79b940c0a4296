// A chat for one test, and those who visit it: clients of the `ws` package, which
// know nothing of our wire.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { listen } from "../../lessons/01-hello-http/http.ts";
import type { Said, Wish } from "../../lessons/05-connection/wish.ts";
import type { ChatOptions } from "../../lessons/16-chat/chat.ts";
import { chatProtocol } from "../../lessons/16-chat/guest.ts";
import { createChat } from "../../lessons/16-chat/server.ts";
import { type Wire, wires } from "../../lessons/16-chat/wire.ts";

export const wireNames = Object.keys(wires) as Wire[];

export interface TestChat {
  url: string;
  port: number;
  stop: () => Promise<void>;
}

/** A chat on `wire`, on a free port, which is gone when the test has finished. */
export async function startChat(
  wire: Wire,
  options: ChatOptions = {},
): Promise<TestChat> {
  const { server, stop } = createChat({ accept: wires[wire], ...options });
  const url = await listen(server, 0);
  onTestFinished(async () => {
    await stop();
    server.closeAllConnections();
    server.close();
  });
  return { url, port: Number(new URL(url).port), stop };
}

export class Visitor {
  readonly socket: WebSocket;
  readonly #heard: (string | Buffer)[] = [];
  readonly closed: Promise<string>;

  constructor(url: string, protocols: string[] = []) {
    this.socket = new WebSocket(`${url.replace("http", "ws")}/ws`, protocols);
    this.socket.on("message", (data: Buffer, isBinary) => {
      this.#heard.push(isBinary ? data : data.toString());
      this.socket.emit("heard");
    });
    this.closed = new Promise((resolve) => {
      this.socket.once("close", (code: number, reason: Buffer) => {
        resolve(`${code} ${reason.toString()}`.trim());
      });
    });
    onTestFinished(() => this.socket.terminate());
  }

  say(message: string | Uint8Array): void {
    this.socket.send(message);
  }

  wish(wish: Wish): void {
    this.say(JSON.stringify(wish));
  }

  /** The next message, as it came. */
  async hear(): Promise<string | Buffer> {
    while (this.#heard.length === 0) await once(this.socket, "heard");
    return this.#heard.shift() as string | Buffer;
  }

  async hearAll(count: number): Promise<(string | Buffer)[]> {
    while (this.#heard.length < count) await once(this.socket, "heard");
    return this.#heard.splice(0, count);
  }

  /** The next message, as a page understands it. */
  async told(): Promise<Said> {
    return JSON.parse((await this.hear()).toString()) as Said;
  }

  /** All that came and was not asked for. */
  get unheard(): readonly (string | Buffer)[] {
    return this.#heard;
  }
}

/** A plain client: it asks for no subprotocol. */
export async function plainClient({ url }: { url: string }): Promise<Visitor> {
  const visitor = new Visitor(url);
  await once(visitor.socket, "open");
  return visitor;
}

/** A page that has not joined yet. */
export async function stranger({ url }: { url: string }): Promise<Visitor> {
  const visitor = new Visitor(url, [chatProtocol]);
  await once(visitor.socket, "open");
  return visitor;
}

/** A page that has joined, and has heard so. */
export async function page(
  chat: { url: string },
  name: string,
): Promise<Visitor> {
  const visitor = await stranger(chat);
  visitor.wish({ kind: "join", name });
  await visitor.hearAll(2); // "welcome", and that it has joined
  return visitor;
}

/** A socket of our own hands, which shows every byte that it gets. */
export interface RawClient {
  socket: Socket;
  /** The head of the answer to its handshake. */
  answer: string;
  send: (hex: string) => void;
  /** Resolves with the next `count` bytes, in hex. */
  read: (count: number) => Promise<string>;
  /** Resolves with all that is left, in hex, when the server has ended. */
  rest: () => Promise<string>;
}

/**
 * Shakes hands on `/ws` with some more `headers`, and sends `frames`, in hex, in
 * the same piece: nothing can come earlier.
 */
export async function shakeHands(
  port: number,
  headers: readonly string[] = [],
  frames = "",
): Promise<RawClient> {
  const request = [
    "GET /ws HTTP/1.1",
    "Host: localhost",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
    "\r\n",
  ].join("\r\n");
  const client = rawClient(port);
  client.socket.write(Buffer.concat([Buffer.from(request), bytesOf(frames)]));
  const answer = await client.head();
  return { ...client, answer };
}

/** A socket that says nothing by itself. */
export function rawClient(
  port: number,
): Omit<RawClient, "answer"> & { head: () => Promise<string> } {
  const socket = connect({ port, host: "localhost", allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let received = Buffer.alloc(0);
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
    socket.emit("changed");
  };
  socket.on("error", end).on("end", end).on("close", end);
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    socket.emit("changed");
  });
  const until = async (isThere: () => boolean) => {
    while (!isThere() && !hasEnded) await once(socket, "changed");
  };
  const take = (count: number) => {
    const bytes = received.subarray(0, count);
    received = received.subarray(count);
    return bytes;
  };
  return {
    socket,
    send: (frames) => void socket.write(bytesOf(frames)),
    head: async () => {
      await until(() => received.includes("\r\n\r\n"));
      return take(received.indexOf("\r\n\r\n") + 4).toString("latin1");
    },
    read: async (count) => {
      await until(() => received.length >= count);
      return take(count).toString("hex");
    },
    rest: async () => {
      await until(() => false);
      return take(received.length).toString("hex");
    },
  };
}

function bytesOf(frames: string): Buffer {
  return Buffer.from(frames.replace(/\s/g, ""), "hex");
}
