// Alice and bob have a word each, and main listens for both at once, twice.

import { Channel, go, select } from "rendezvous";

export async function two(): Promise<void> {
  const alice = new Channel<string>();
  const bob = new Channel<string>();
  go("alice", () => alice.send("hi"));
  go("bob", () => bob.send("hello"));
  for (let word = 1; word <= 2; word++) {
    const heard = await select({ alice, bob });
    console.log(`${heard.case} says "${heard.value}"`);
  }
}
