// To unlock what is not locked is a fatal error: nothing catches it, no finally block runs, and only who did it is shown.
import { Channel, go, main, Mutex, sleep } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  go(async () => {
    await c.receive();
  });
  await sleep(10);
  try {
    const mutex = new Mutex();
    await mutex.lock();
    mutex.unlock();
    console.log("once is fine");
    mutex.unlock();
  } catch {
    console.log("never caught");
  } finally {
    console.log("never printed");
  }
});
