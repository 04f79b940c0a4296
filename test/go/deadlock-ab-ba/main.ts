// Two goroutines take the same two locks, in opposite orders.
import { Channel, go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const a = new Mutex();
  const b = new Mutex();
  const both = async (x: Mutex, y: Mutex, done: Channel<boolean>) => {
    await x.lock();
    await sleep(20);
    await y.lock();
    await done.send(true);
  };
  const done = new Channel<boolean>();
  go(both, a, b, done);
  go(both, b, a, done);
  console.log("waiting");
  await done.receive();
});
