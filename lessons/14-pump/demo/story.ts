// The story of lesson 5's tangle, told of any room: of three people one stops
// reading, one has much to say, and then the room closes.

import { createServer } from "node:http";
import {
  after,
  Channel,
  external,
  go,
  type ReceiveChannel,
  select,
  Timer,
} from "rendezvous";
import { listen } from "../../01-hello-http/http.ts";
import { connect } from "../../05-connection/client.ts";
import type { Connection, Message } from "../../05-connection/connection.ts";
import { attachEndpoints } from "../../05-connection/endpoints.ts";
import { defaultLimits } from "../../05-connection/limits.ts";
import type { Accept } from "../../05-connection/websocket.ts";
import { incoming } from "../incoming.ts";

/** What the two rooms have in common. */
export interface AnyRoom {
  enter(connection: Connection): void;
  quit(): Promise<void>;
  /** How many were let go; a room that lets nobody go need not say so. */
  readonly letGo?: number;
}

interface Person {
  readonly connection: Connection;
  readonly messages: ReceiveChannel<Message>;
  /** The close code, once the connection has ended. */
  told: number | undefined;
}

const words = 300; // of 64 KiB: more than the buffers of a system hold
const inVainMs = 1_000;

/** Tells what happens in `room`, line by line, on the wire of `accept`. */
export async function tellStory(
  room: AnyRoom,
  accept: Accept,
  print: (line: string) => void,
): Promise<void> {
  const server = createServer();
  const endpoints = { "/": (connection: Connection) => room.enter(connection) };
  attachEndpoints(server, endpoints, defaultLimits, { accept });
  const listening = external("server");
  const url = (await external(listen(server, 0))).replace("http", "ws");

  const bob = await external(join(url));
  bob.connection.pause();
  print("bob joins, and stops reading");
  const carol = await external(join(url));
  const heard = new Channel<string>(2 * words);
  const ticks = new Channel<string>(2 * words);
  go("carol", listenTo, carol, heard, ticks);
  print("carol joins, and reads all she gets");
  const alice = await external(join(url));

  const isAnswered = await talk(alice);
  const end = isAnswered ? "hears them all" : "soon hears herself no more";
  print(`alice says ${words} words, and ${end}`);
  const isAll = isInOrder(await take(words, heard));
  print(`carol hears ${isAll ? "all" : "some"} of them`);
  print(`${room.letGo ? "bob is" : "nobody is"} let go`);
  go("alice", listenTo, alice, new Channel<string>(1), new Channel<string>(1));
  while (ticks.tryReceive() !== undefined); // those of before
  const sixTicks = await take(6, ticks);
  print(`in 6 ticks carol hears ${countFrom(sixTicks)} of them`);

  const isDone = await quits(room);
  print(`a second after quit: ${isDone ? "done" : "not done"}`);
  print(`carol is told ${carol.told ?? "nothing"}`);
  for (const { connection } of [alice, bob, carol]) connection.destroy();
  server.close();
  listening.done();
}

// No goroutine: the handlers must be there in the turn in which we are connected.
async function join(url: string): Promise<Person> {
  const connection = await connect(url);
  const messages = incoming(connection);
  const person: Person = { connection, messages, told: undefined };
  const { onclose } = connection;
  connection.onclose = (code, reason) => {
    person.told = code;
    onclose(code, reason);
  };
  return person;
}

async function listenTo(
  { messages }: Person,
  heard: Channel<string>,
  ticks: Channel<string>,
): Promise<void> {
  for await (const message of messages) {
    const line = message.toString();
    if (line.startsWith("tick")) ticks.trySend(line);
    else heard.trySend(line.trimEnd());
  }
}

// #region talk
/** Says each word when the last has come back; false if one does not. */
async function talk({ connection, messages }: Person): Promise<boolean> {
  const patience = new Timer(inVainMs);
  for (let count = 1; count <= words; count++) {
    const word = `${count}`.padEnd(64 * 1024 - 1);
    await external(connection.send(word));
    patience.reset(inVainMs);
    for (let heard: unknown; heard !== word;) {
      const event = await select({ messages, inVain: patience.channel });
      if (event.done || event.case === "inVain") return false;
      heard = event.value;
    }
  }
  return true;
}
// #endregion talk

/** The next `count` lines, or those that come within a second. */
async function take(
  count: number,
  lines: ReceiveChannel<string>,
): Promise<string[]> {
  const taken: string[] = [];
  const inVain = after(inVainMs);
  while (taken.length < count) {
    const event = await select({ lines, inVain });
    if (event.done || event.case === "inVain") break;
    taken.push(event.value);
  }
  return taken;
}

function isInOrder(heard: readonly string[]): boolean {
  const isNext = (word: string, index: number) => word === `${index + 1}`;
  return heard.length === words && heard.every(isNext);
}

/** How many of the ticks come within six of the first, which is counted too. */
function countFrom(ticks: readonly string[]): number {
  const numbers = ticks.map((line) => Number(line.slice("tick ".length)));
  const [first = 0] = numbers;
  const isOneOfSix = (number: number) => number >= first && number < first + 6;
  return new Set(numbers.filter(isOneOfSix)).size;
}

async function quits(room: AnyRoom): Promise<boolean> {
  const done = new Channel<never>();
  go("quit", async () => {
    await room.quit();
    done.close();
  });
  const event = await select({ done, late: after(inVainMs) });
  return event.case === "done";
}
