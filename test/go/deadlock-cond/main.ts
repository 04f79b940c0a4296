// A signal that comes before anybody waits is lost.
import { Cond, main, Mutex } from "rendezvous";

main(async () => {
  const mutex = new Mutex();
  const cond = new Cond(mutex);
  cond.signal(); // nobody waits yet
  await mutex.lock();
  await cond.wait();
});
