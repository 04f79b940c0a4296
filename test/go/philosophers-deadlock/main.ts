// Everyone takes the left fork, then waits for the right one.
import { Channel, go, main, sleep } from "rendezvous";

main(async () => {
  const n = 5;
  const forks = Array.from({ length: n }, () => new Channel<void>(1));
  for (const fork of forks) await fork.send();
  const fed = new Channel<number>();
  for (const [i, left] of forks.entries()) {
    const right = forks[(i + 1) % n] as Channel<void>;
    go(async () => {
      await left.receive();
      await sleep(20);
      await right.receive();
      await fed.send(i);
    });
  }
  console.log("waiting for the first meal");
  console.log("fed", await fed.receive());
});
