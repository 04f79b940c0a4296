// Mended: `finally` gives the key back, however the guest leaves.

import { go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const bathroom = new Mutex();
  go("guest", async () => {
    await bathroom.lock();
    try {
      console.log("the guest finds no towel, and goes home");
    } finally {
      bathroom.unlock();
    }
  });

  await sleep(1);
  console.log("we want to wash our hands");
  await bathroom.lock();
  console.log("we wash our hands");
});
