// One goroutine is stuck for ever, but main can go on: nothing is reported.
import { Channel, go, goroutines, main, sleep } from "rendezvous";

async function first(fastMs: number, slowMs: number) {
  const c = new Channel<string>(); // unbuffered: the loser can never send
  go(async () => {
    await sleep(fastMs);
    await c.send("fast");
  });
  go(async () => {
    await sleep(slowMs);
    await c.send("slow");
  });
  return c.receive();
}

main(async () => {
  console.log("before", goroutines().length);
  console.log(await first(5, 60));
  await sleep(150);
  console.log("after", goroutines().length);
});
