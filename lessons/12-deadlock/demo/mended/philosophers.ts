// Mended: everybody takes the fork with the lower number first.

import { Channel, go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const names = ["Hypatia", "Laozi", "Averroes", "Spinoza", "Arendt"];
  const forks = names.map(() => new Mutex());
  const full = new Channel<string>();

  async function dine(name: string, first: Mutex, second: Mutex) {
    await first.lock();
    await sleep(1); // and thinks
    await second.lock();
    second.unlock();
    first.unlock();
    await full.send(name);
  }
  names.forEach((name, seat) => {
    const next = (seat + 1) % names.length;
    const [low, high] = [Math.min(seat, next), Math.max(seat, next)];
    const [first, second] = [forks.at(low), forks.at(high)] as [Mutex, Mutex];
    go(name, dine, name, first, second);
  });
  for (let meal = 0; meal < names.length; meal++) {
    console.log(`${await full.receive()} has eaten`);
  }
});
