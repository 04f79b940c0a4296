// Two transfers lock the same two accounts, each in its own order.

import { main, Mutex, sleep, WaitGroup } from "rendezvous";

main(async () => {
  const rent = new Mutex();
  const food = new Mutex();
  const both = new WaitGroup();

  async function transfer(from: Mutex, to: Mutex, text: string) {
    await from.lock();
    await sleep(1); // the bank is slow
    await to.lock();
    console.log(text);
    to.unlock();
    from.unlock();
  }
  both.go(async function ann() {
    await transfer(rent, food, "ann moves 10 from rent to food");
  });
  both.go(async function bob() {
    await transfer(food, rent, "bob moves 20 from food to rent");
  });
  await both.wait();
});
