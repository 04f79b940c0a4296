// Many read at once; a writer waits for them, and those who come after it wait for the writer.
import { go, main, RWMutex, sleep, WaitGroup } from "rendezvous";

main(async () => {
  const mutex = new RWMutex();
  const group = new WaitGroup();
  const start = (delayMs: number, body: () => Promise<void>) => {
    group.add(1);
    go(async () => {
      await sleep(delayMs);
      await body();
      group.done();
    });
  };
  const read = (name: string) => async () => {
    await mutex.rLock();
    console.log(name, "reads");
    await sleep(100);
    mutex.rUnlock();
  };
  start(10, read("first"));
  start(30, read("second"));
  start(50, async () => {
    await mutex.lock();
    console.log("the writer writes");
    await sleep(50);
    mutex.unlock();
  });
  start(70, read("third"));
  await group.wait();
  console.log("writers first:", mutex.tryLock(), mutex.tryRLock());
  mutex.unlock();
  console.log("readers first:", mutex.tryRLock(), mutex.tryLock());
});
