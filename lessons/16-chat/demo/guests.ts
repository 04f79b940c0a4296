// Two guests of one chat, of either kind, and what each of them gets.

import { on, once } from "node:events";
import { WebSocket } from "ws";
import { listen } from "../../01-hello-http/http.ts";
import type { Accept } from "../../05-connection/websocket.ts";
import type { Wish } from "../../05-connection/wish.ts";
import { chatProtocol } from "../guest.ts";
import { createChat } from "../server.ts";

type Print = (line: string) => void;

export async function guests(accept: Accept, print: Print): Promise<void> {
  const { server, stop } = createChat({ accept });
  const url = `${(await listen(server, 0)).replace("http", "ws")}/ws`;

  const robot = new Visitor("robot", new WebSocket(url), print);
  await robot.comes();
  const alice = new Visitor("alice", new WebSocket(url, chatProtocol), print);
  await alice.comes();
  alice.wishes({ kind: "join", name: "alice" });
  await alice.gets(2);

  robot.says("beep");
  await robot.gets();
  await alice.gets();
  robot.says(Uint8Array.of(1, 2, 3));
  await robot.gets();
  await alice.gets();
  alice.wishes({ kind: "say", text: "hello robot" });
  await robot.gets();
  await alice.gets();

  print("the server goes");
  const gone = stop().then(() => server.close());
  await robot.goes();
  await alice.goes();
  await gone;
}

type Data = [data: Buffer, isBinary: boolean];
type Messages = AsyncIterator<Data>;

class Visitor {
  readonly #name: string;
  readonly #socket: WebSocket;
  readonly #print: Print;
  readonly #messages: Messages;
  readonly #closed: Promise<[code: number]>;

  constructor(name: string, socket: WebSocket, print: Print) {
    this.#name = name;
    this.#socket = socket;
    this.#print = print;
    this.#messages = on(socket, "message") as Messages;
    this.#closed = once(socket, "close") as Promise<[number]>;
  }

  async comes(): Promise<void> {
    await once(this.#socket, "open");
    this.#print(`${this.#name} comes`);
  }

  says(message: string | Uint8Array): void {
    this.#print(`${this.#name} says ${show(message)}`);
    this.#socket.send(message);
  }

  wishes(wish: Wish): void {
    this.says(JSON.stringify(wish));
  }

  async gets(count = 1): Promise<void> {
    for (let left = count; left > 0; left--) {
      const next = (await this.#messages.next()) as IteratorYieldResult<Data>;
      const [data, isBinary] = next.value;
      const message = isBinary ? data : data.toString();
      this.#print(`  ${this.#name} gets ${show(message)}`);
    }
  }

  async goes(): Promise<void> {
    const [code] = await this.#closed;
    this.#print(`  ${this.#name} is told ${code}`);
  }
}

function show(message: string | Uint8Array): string {
  if (typeof message === "string") return message;
  return `the bytes ${Buffer.from(message).toString("hex")}`;
}
