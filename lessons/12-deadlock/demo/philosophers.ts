// Five philosophers take the left fork, and nobody finds a right one.

import { Channel, go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const names = ["Hypatia", "Laozi", "Averroes", "Spinoza", "Arendt"];
  const forks = names.map(() => new Mutex());
  const full = new Channel<string>();

  async function dine(name: string, left: Mutex, right: Mutex) {
    await left.lock();
    await sleep(1); // and thinks
    await right.lock();
    right.unlock();
    left.unlock();
    await full.send(name);
  }
  names.forEach((name, seat) => {
    const next = (seat + 1) % names.length;
    const [left, right] = [forks.at(seat), forks.at(next)] as [Mutex, Mutex];
    go(name, dine, name, left, right);
  });
  for (let meal = 0; meal < names.length; meal++) {
    console.log(`${await full.receive()} has eaten`);
  }
});
