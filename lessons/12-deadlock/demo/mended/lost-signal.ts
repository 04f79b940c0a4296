// Mended: a signal says "look again"; what counts is a fact that stays.

import { Cond, go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const kettle = new Cond(new Mutex());
  let isHot = false;
  go("stove", () => {
    console.log("the kettle whistles");
    isHot = true;
    kettle.signal();
  });

  await sleep(1);
  await kettle.locker.lock();
  while (!isHot) await kettle.wait();
  kettle.locker.unlock();
  console.log("we make tea");
});
