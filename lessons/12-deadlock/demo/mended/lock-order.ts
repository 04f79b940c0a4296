// Mended: everybody locks the accounts in the same order.

import { main, Mutex, sleep, WaitGroup } from "rendezvous";

main(async () => {
  const rent = new Mutex();
  const food = new Mutex();
  const both = new WaitGroup();

  async function transfer(text: string) {
    await food.lock();
    await sleep(1); // the bank is slow
    await rent.lock();
    console.log(text);
    rent.unlock();
    food.unlock();
  }
  both.go(async function ann() {
    await transfer("ann moves 10 from rent to food");
  });
  both.go(async function bob() {
    await transfer("bob moves 20 from food to rent");
  });
  await both.wait();
});
