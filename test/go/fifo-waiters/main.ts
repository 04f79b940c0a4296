// Who waits first is served first: receivers, senders, and senders behind a full buffer.
import { Channel, go, main, sleep } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  const log = new Channel<string>(10);
  for (let i = 1; i <= 3; i++) {
    go(async () => {
      const value = await c.receive();
      await log.send(`receiver ${i} got ${value}`);
    });
    await sleep(10);
  }
  for (let value = 10; value <= 30; value += 10) {
    await c.send(value);
    console.log(await log.receive());
  }
  const b = new Channel<number>(2);
  for (let i = 1; i <= 5; i++) {
    go(async () => {
      await b.send(i);
      await log.send(`sent ${i}`);
    });
    await sleep(10);
  }
  console.log("in the buffer", b.length, "done", log.length);
  while (log.length > 0) {
    console.log(await log.receive());
  }
  for (let i = 1; i <= 5; i++) {
    console.log("took", await b.receive(), "left", b.length);
    await sleep(10);
    if (log.length > 0) {
      console.log(await log.receive());
    }
  }
});
