// WaitGroup's go counts and starts in one; a group can be used again once it is empty.
import { Channel, main, Mutex, sleep, WaitGroup } from "rendezvous";

main(async () => {
  const group = new WaitGroup();
  const mutex = new Mutex();
  let sum = 0;
  for (let round = 1; round <= 2; round++) {
    for (let i = 1; i <= 4; i++) {
      group.go(async () => {
        await sleep(i * 10);
        await mutex.lock();
        sum += i;
        mutex.unlock();
      });
    }
    await group.wait();
    console.log("round", round, "sum", sum);
  }
  const both = new WaitGroup();
  for (let i = 0; i < 2; i++) {
    both.go(() => group.wait());
  }
  await both.wait();
  console.log("an empty group keeps nobody");
  group.go(async () => {
    await new Channel<number>().receive();
  });
  await group.wait();
});
