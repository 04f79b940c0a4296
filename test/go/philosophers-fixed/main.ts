// Same table, but forks are always taken lowest number first: no cycle can form.
import { Channel, go, main, sleep } from "rendezvous";

main(async () => {
  const n = 5;
  const forks = Array.from({ length: n }, () => new Channel<void>(1));
  for (const fork of forks) await fork.send();
  const fed = new Channel<number>();
  for (let i = 0; i < n; i++) {
    const a = forks[Math.min(i, (i + 1) % n)] as Channel<void>;
    const b = forks[Math.max(i, (i + 1) % n)] as Channel<void>;
    go(async () => {
      await a.receive();
      await sleep(5);
      await b.receive();
      await a.send();
      await b.send();
      await fed.send(i);
    });
  }
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += (await fed.receive()) ?? 0;
  }
  console.log("all fed, sum", sum);
});
