// A reader reads once more, with a writer waiting in between.

import { go, main, RWMutex, sleep } from "rendezvous";

const menu = new RWMutex();

async function priceOf(dish: string) {
  await menu.rLock();
  console.log(`we look up ${dish}`);
  menu.rUnlock();
}

main(async () => {
  go("cook", async () => {
    console.log("the cook wants to change the menu");
    await menu.lock();
    console.log("the cook changes the menu");
    menu.unlock();
  });

  await menu.rLock();
  console.log("we read the menu");
  await sleep(1);
  await priceOf("soup");
  menu.rUnlock();
});
