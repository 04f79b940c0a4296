// One channel, several consumers: every value goes to exactly one of them.
import { Channel, go, main } from "rendezvous";

main(async () => {
  const work = new Channel<number>();
  const done = new Channel<number[]>();
  const n = 4;
  for (let i = 0; i < n; i++) {
    go(async () => {
      const mine: number[] = [];
      for await (const value of work) {
        mine.push(value);
      }
      await done.send(mine);
    });
  }
  for (let i = 0; i < 100; i++) {
    await work.send(i);
  }
  work.close();
  const seen = new Map<number, number>();
  let increasing = true;
  for (let i = 0; i < n; i++) {
    const mine = (await done.receive()) ?? [];
    for (const [k, value] of mine.entries()) {
      seen.set(value, (seen.get(value) ?? 0) + 1);
      if ((mine[k - 1] ?? -1) > value) {
        increasing = false;
      }
    }
  }
  let once = seen.size === 100;
  for (const count of seen.values()) {
    once = once && count === 1;
  }
  console.log("all delivered exactly once:", once);
  console.log("each consumer saw increasing values:", increasing);
});
