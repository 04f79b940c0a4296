// A writer that waits keeps new readers out, even one that reads already: both wait for ever.
import { go, main, RWMutex, sleep } from "rendezvous";

main(async () => {
  const mutex = new RWMutex();
  await mutex.rLock();
  go(async () => {
    await mutex.lock();
    console.log("never printed");
  });
  await sleep(10);
  console.log("try:", mutex.tryRLock(), mutex.tryLock());
  await mutex.rLock();
});
