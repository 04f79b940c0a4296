// Alice and bob have one word each to say, and main listens for both, twice.

import { Channel, go, run, select } from "rendezvous";

type Listen = (
  alice: Channel<string>,
  bob: Channel<string>,
) => Promise<string | undefined>;

// #region listen
const withRace: Listen = (alice, bob) =>
  Promise.race([alice.receive(), bob.receive()]);

const withSelect: Listen = async (alice, bob) => {
  const heard = await select({ alice, bob });
  return heard.value;
};
// #endregion listen

/** What becomes of the two words, one way of listening after the other. */
export async function race(): Promise<void> {
  await listen("Promise.race", withRace);
  await listen("select", withSelect);
}

async function listen(how: string, hear: Listen): Promise<void> {
  console.log(`main listens with ${how}`);
  const { kind } = await run(() => conversation(hear), { seed: 1 });
  console.log(`  and the end is: ${kind}`);
}

async function conversation(hear: Listen): Promise<void> {
  const alice = new Channel<string>();
  const bob = new Channel<string>();
  go(say, alice, "hi");
  go(say, bob, "hello");
  for (let word = 1; word <= 2; word++) {
    console.log(`  main waits for word ${word}`);
    console.log(`  main hears "${await hear(alice, bob)}"`);
  }
}

async function say(channel: Channel<string>, word: string): Promise<void> {
  await channel.send(word);
  console.log(`  "${word}" was taken`);
}
