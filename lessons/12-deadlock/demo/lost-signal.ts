// The kettle whistles once, before anybody listens.

import { Cond, go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const kettle = new Cond(new Mutex());
  go("stove", () => {
    console.log("the kettle whistles");
    kettle.signal();
  });

  await sleep(1);
  console.log("we wait for the whistle");
  await kettle.locker.lock();
  await kettle.wait();
  console.log("we make tea");
});
