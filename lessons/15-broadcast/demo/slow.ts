// Bob stops reading, and nobody waits for him.

import { Channel, external, go, type ReceiveChannel } from "rendezvous";
import type { Connection, Message } from "../../05-connection/connection.ts";
import { incoming } from "../../14-pump/incoming.ts";
import type { Client } from "../client.ts";
import { deadlineMs, openRoom } from "./room.ts";

const farewell = "good night";

export async function slow(print: (line: string) => void): Promise<void> {
  const letGo = new Channel<Client>(1);
  const { hub, visit, close } = await openRoom({
    left: (client) => void letGo.trySend(client),
  });
  const alice = await visit();
  const echo = incoming(alice);
  const bob = await visit();
  bob.pause();
  const carol = await visit();
  const heard = new Channel<number>();
  go("carol", listen, incoming(carol), heard);
  print("alice, bob and carol are here, and bob reads nothing");

  let said = 0;
  while (letGo.length === 0) {
    await external(alice.send(line(++said)));
    await echo.receive(); // she waits for her own words, not for bob
  }
  print(`alice talks: ${hub.slow} is let go, ${hub.size} are here`);
  await external(alice.send(farewell));
  const count = await heard.receive();
  print(`carol has heard all that alice has said: ${count === said}`);

  const slow = (await letGo.receive()) as Client;
  print("bob is told 1013, but it waits behind all that he does not read");
  await external(slow.connection.close()); // until his socket has ended
  print(`after ${deadlineMs} ms his socket is destroyed`);
  bob.onclose = (code) => print(`bob reads again, and finds ${code}`);
  bob.resume();
  await external(bob.close());
  const codes = [codeOf(alice), codeOf(carol)];
  await close();
  print(`the hub quits: ${(await external(Promise.all(codes))).join(", ")}`);
}

/** The code with which it ends. */
function codeOf(connection: Connection): Promise<number> {
  return new Promise((resolve) => (connection.onclose = resolve));
}

// Long lines fill what the system keeps on its way to bob, some megabytes.
function line(number: number): string {
  return `${number} ${"x".repeat(60_000)}`;
}

/** Counts the lines, as long as each comes after the one before it. */
async function listen(
  messages: ReceiveChannel<Message>,
  heard: Channel<number>,
): Promise<void> {
  let count = 0;
  for await (const message of messages) {
    if (message === farewell) return heard.send(count);
    if (Number.parseInt(message.toString()) === count + 1) count++;
  }
}
