// Who waits for a lock longest gets it first, and a try never waits.
import { Channel, go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const mutex = new Mutex();
  await mutex.lock();
  const done = new Channel<number>(3);
  for (let i = 1; i <= 3; i++) {
    go(async () => {
      await mutex.lock();
      console.log("goroutine", i, "has it");
      await sleep(10);
      mutex.unlock();
      await done.send(i);
    });
    await sleep(10);
  }
  console.log("try:", mutex.tryLock());
  go(() => mutex.unlock()); // somebody else may
  for (let i = 0; i < 3; i++) {
    await done.receive();
  }
  console.log("try:", mutex.tryLock());
});
