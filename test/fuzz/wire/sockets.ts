// The same inputs over real sockets, to a real server, several at a time. Beside
// them a witness keeps talking, and must be answered in time whatever they send.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect as dial, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../../lessons/01-hello-http/http.ts";
import { connect } from "../../../lessons/05-connection/client.ts";
import type { Connection } from "../../../lessons/05-connection/connection.ts";
import { serverOptions } from "../../../lessons/05-connection/limits.ts";
import { acceptConnection } from "../../../lessons/05-connection/websocket.ts";
import { chunksOf, type Input } from "./inputs.ts";
import { echo, limitsOf, type Outcome, spentMs } from "./memory.ts";

const mostPauses = 20; // between chunks: each lets the server read the one before
const witnessPauseMs = 2;

/** An input on its way: what the server needs for it, and what it hears. */
interface Errand {
  input: Input;
  /** Takes what was heard and told, when all is over. */
  close: (ends: ReturnType<typeof echo>) => void;
}

export class Sockets {
  readonly #server: Server;
  readonly #errands = new Map<string, Errand>();
  #port = 0;
  #count = 0;

  constructor() {
    this.#server = createServer(serverOptions());
    this.#server.on("upgrade", (request, socket, head) => {
      const errand = this.#errands.get(request.url ?? "");
      const limits = errand && limitsOf(errand.input);
      const connection = acceptConnection(request, socket, head, limits);
      if (errand) echoFor(connection, errand);
      else connection.onmessage = (message) => connection.send(message);
    });
  }

  async open(): Promise<Witness> {
    const url = await listen(this.#server, 0);
    this.#port = Number(new URL(url).port);
    return new Witness(await connect(url.replace("http", "ws")));
  }

  /** Sends `input` as its bytes are cut, and waits for the end of both sides. */
  async send(input: Input): Promise<Outcome> {
    const path = `/${++this.#count}`;
    const began = spentMs();
    const closed = new Promise<ReturnType<typeof echo>>((close) =>
      this.#errands.set(path, { input, close }),
    );
    const written = await exchange(this.#port, path, input);
    const ends = await closed;
    this.#errands.delete(path);
    const ms = spentMs() - began;
    return { ...ends, written, ms, setAsideBytes: 0 };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function echoFor(connection: Connection, { input, close }: Errand): void {
  const ends = echo(connection, input);
  const { onclose } = connection;
  connection.onclose = (...words) => {
    onclose(...words);
    close(ends);
  };
}

/** Says `input` on `path`; resolves with all that comes behind the handshake. */
async function exchange(port: number, path: string, input: Input) {
  const socket = dial({ port, host: "localhost", allowHalfOpen: true });
  socket.setNoDelay(true).on("error", () => undefined);
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  const closed = new Promise((resolve) => socket.on("close", resolve));
  const [first = Buffer.of(), ...others] = chunksOf(input);
  const head = Buffer.from(request(path), "latin1");
  if (input.isHead) socket.write(Buffer.concat([head, first]));
  else socket.write(head);
  if (!input.isHead) await Promise.race([once(socket, "data"), closed]);
  await sayAll(socket, input.isHead ? others : [first, ...others]);
  socket.end();
  await closed;
  const all = Buffer.concat(received);
  return all.subarray(all.indexOf("\r\n\r\n") + 4);
}

async function sayAll(socket: Socket, chunks: Uint8Array[]): Promise<void> {
  for (const [at, chunk] of chunks.entries()) {
    socket.write(chunk);
    if (at < mostPauses) await new Promise(setImmediate);
  }
}

function request(path: string): string {
  return (
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n` +
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
  );
}

/** Says one word after the other, and notes how long the echo took. */
class Witness {
  readonly #connection: Connection;
  readonly #done: Promise<void>;
  #isLeaving = false;
  worstMs = 0;
  echoes = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#done = this.#talk();
  }

  async #talk(): Promise<void> {
    while (!this.#isLeaving) {
      const said = spentMs();
      await this.#hear(`${this.echoes}`);
      this.worstMs = Math.max(this.worstMs, spentMs() - said);
      this.echoes += 1;
      await sleep(witnessPauseMs);
    }
  }

  #hear(word: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connection.onclose = (code) => reject(new Error(`got ${code}`));
      this.#connection.onmessage = (message) =>
        message === word ? resolve() : reject(new Error("got another word"));
      this.#connection.send(word).catch(reject);
    });
  }

  /** Resolves if every word came back; rejects if one did not. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    await this.#done;
    await this.#connection.close();
  }
}
