// Three channels that always have something, and 900 selects between them.

import { Channel, run, select } from "rendezvous";

const selects = 900;

/** How often each was chosen, by seed. */
export async function draw(): Promise<void> {
  for (const seed of [1, 1, 2]) {
    const { value = [] } = await run(choose, { seed });
    console.log(`seed ${seed}: ${value.join(" / ")}`);
  }
}

async function choose(): Promise<number[]> {
  const news = new Channel<string>();
  const sport = new Channel<string>();
  const weather = new Channel<string>();
  // A closed channel is always ready.
  for (const channel of [news, sport, weather]) channel.close();
  const counts = [0, 0, 0];
  const next = select.prepare([news, sport, weather]);
  for (let round = 0; round < selects; round++) {
    const chosen = await next();
    counts[chosen.case] = (counts[chosen.case] ?? 0) + 1;
  }
  return counts;
}
