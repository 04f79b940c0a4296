// Three workers share the jobs of one channel.
import { Channel, go, main, WaitGroup } from "rendezvous";

main(async () => {
  const jobs = new Channel<number>();
  const results = new Channel<number>();
  const group = new WaitGroup();
  for (let w = 0; w < 3; w++) {
    group.add(1);
    go(async () => {
      for await (const job of jobs) {
        await results.send(job * job);
      }
      group.done();
    });
  }
  go(async () => {
    for (let i = 1; i <= 9; i++) {
      await jobs.send(i);
    }
    jobs.close();
  });
  go(async () => {
    await group.wait();
    results.close();
  });
  const all: number[] = [];
  for await (const result of results) {
    all.push(result);
  }
  all.sort((a, b) => a - b); // the order of arrival is up to the scheduler
  console.log(`[${all.join(" ")}]`);
});
