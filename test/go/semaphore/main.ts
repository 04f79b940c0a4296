// A buffered channel as a counting semaphore.
import { Channel, go, main, Mutex, sleep, WaitGroup } from "rendezvous";

main(async () => {
  const slots = new Channel<void>(2);
  const group = new WaitGroup();
  const mutex = new Mutex();
  let running = 0;
  let peak = 0;
  for (let i = 0; i < 6; i++) {
    group.add(1);
    go(async () => {
      await slots.send();
      await mutex.lock();
      running++;
      if (running > peak) {
        peak = running;
      }
      mutex.unlock();
      await sleep(10);
      await mutex.lock();
      running--;
      mutex.unlock();
      await slots.receive();
      group.done();
    });
  }
  await group.wait();
  console.log("peak", peak, "left", slots.length);
});
