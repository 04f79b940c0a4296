// A burst, and readers who read: nobody is let go, however small an outbox is.

import { Channel, WaitGroup } from "rendezvous";
import type { Connection } from "../../05-connection/connection.ts";
import { incoming } from "../../14-pump/incoming.ts";
import { outboxLimits } from "../client.ts";
import { openRoom } from "./room.ts";

const readers = 10;
const lines = 5_000;
const outbox = { ...outboxLimits, messages: 32 };

export async function burst(print: (line: string) => void): Promise<void> {
  const { hub, visit, close } = await openRoom({}, outbox);
  const alice = await visit();
  const counts = new Channel<number>(readers);
  const all = new WaitGroup();
  for (let i = 0; i < readers; i++) {
    const reader = await visit();
    all.go(async () => counts.send(await countOf(reader)));
  }
  print(`${readers} readers, each with an outbox for ${outbox.messages}`);
  print(`alice says ${lines} lines in one go`);
  for (let i = 1; i <= lines; i++) void alice.send(`line ${i}`);

  await all.wait();
  counts.close();
  let whole = 0;
  for await (const count of counts) if (count === lines) whole++;
  print(`${whole} readers have heard all of them, in order`);
  print(`${hub.slow} clients were let go`);
  await close();
}

/** How many lines came, one after the other, before the last or the end. */
async function countOf(reader: Connection): Promise<number> {
  let count = 0;
  for await (const message of incoming(reader)) {
    if (message === `line ${count + 1}`) count++;
    if (count === lines) break;
  }
  return count;
}
