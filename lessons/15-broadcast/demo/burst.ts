// A burst of short lines, and readers who read: the outboxes are small, and
// nobody is let go.

import { Channel, external, WaitGroup } from "rendezvous";
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
  const others: Connection[] = [];
  for (let i = 0; i < readers; i++) {
    const reader = await visit();
    others.push(reader);
    all.go(async () => counts.send(await countOf(reader)));
  }
  // Should she be let go, nobody is to wait for what she has not said.
  alice.onclose = () => others.forEach((reader) => void reader.close());
  print(`${readers} readers, each with an outbox for ${outbox.messages}`);
  print(`alice says ${lines} short lines, as fast as she can`);
  await talk(alice);

  await all.wait();
  counts.close();
  let whole = 0;
  for await (const count of counts) if (count === lines) whole++;
  print(`${whole} readers have heard all of them, in order`);
  print(`${hub.slow} clients were let go`);
  await close();
}

/** Says the lines, as fast as they are taken, until she is let go herself. */
async function talk(alice: Connection): Promise<void> {
  try {
    for (let i = 1; i <= lines; i++) await external(alice.send(`line ${i}`));
  } catch {
    // The count of those who were let go says so.
  }
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
