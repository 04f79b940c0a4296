// Two goroutines wait for each other, and main waits for both.
import { Channel, go, main, WaitGroup } from "rendezvous";

main(async () => {
  const a = new Channel<number | undefined>();
  const b = new Channel<number | undefined>();
  const group = new WaitGroup();
  group.add(2);
  go(async () => {
    const value = await a.receive();
    await b.send(value);
    group.done();
  });
  go(async () => {
    const value = await b.receive();
    await a.send(value);
    group.done();
  });
  console.log("waiting");
  await group.wait();
});
