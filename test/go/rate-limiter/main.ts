// One request per tick; a buffer of tokens lets a first few go at once.
import { Channel, go, main, now, tick } from "rendezvous";

main(async () => {
  const requests = new Channel<number>(5);
  for (let i = 1; i <= 5; i++) {
    await requests.send(i);
  }
  requests.close();
  const limiter = tick(20);
  for await (const request of requests) {
    await limiter.receive();
    console.log("request", request);
  }
  const bursty = new Channel<number>(3);
  for (let i = 0; i < 3; i++) {
    await bursty.send(now());
  }
  go(async () => {
    for await (const time of tick(30)) {
      await bursty.send(time);
    }
  });
  for (let request = 1; request <= 5; request++) {
    await bursty.receive();
    console.log("bursty request", request);
  }
});
