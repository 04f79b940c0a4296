// Mended: whoever reads already does not ask to read again.

import { go, main, RWMutex, sleep } from "rendezvous";

const menu = new RWMutex();

function priceOf(dish: string) {
  console.log(`we look up ${dish}`);
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
  priceOf("soup");
  menu.rUnlock();
  await sleep(1);
});
