// One close lets everybody go who waits for it, and everybody who comes later.
import { Channel, go, main, Mutex, sleep, WaitGroup } from "rendezvous";

main(async () => {
  const start = new Channel<void>();
  const group = new WaitGroup();
  const mutex = new Mutex();
  let gone = 0;
  for (let i = 0; i < 5; i++) {
    group.add(1);
    go(async () => {
      const { done } = await start.next();
      if (done) {
        await mutex.lock();
        gone++;
        mutex.unlock();
      }
      group.done();
    });
  }
  await sleep(10);
  await mutex.lock();
  console.log("before the close", gone);
  mutex.unlock();
  start.close();
  await group.wait();
  console.log("after the close", gone);
  const { done } = await start.next();
  console.log("a late one:", !done);
});
