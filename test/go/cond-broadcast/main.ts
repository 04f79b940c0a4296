// A condition: signal wakes who has waited longest, broadcast wakes all, and each looks again.
import { Cond, go, main, Mutex, sleep, WaitGroup } from "rendezvous";

main(async () => {
  const mutex = new Mutex();
  const cond = new Cond(mutex);
  let bread = 0;
  const group = new WaitGroup();
  for (let i = 1; i <= 5; i++) {
    group.add(1);
    go(async () => {
      await mutex.lock();
      while (bread === 0) {
        await cond.wait();
      }
      bread--;
      console.log("a guest eats, left", bread);
      mutex.unlock();
      group.done();
    });
    await sleep(10);
  }
  const bake = async (n: number, tell: () => void) => {
    await mutex.lock();
    bread += n;
    console.log("baked", n);
    mutex.unlock();
    tell();
    await sleep(10);
  };
  await bake(1, () => cond.signal());
  await bake(1, () => cond.signal());
  await bake(0, () => cond.broadcast());
  await bake(3, () => cond.broadcast());
  await group.wait();
  console.log("all fed, left", bread);
});
