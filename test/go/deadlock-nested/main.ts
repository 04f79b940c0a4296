// Goroutines that were started by goroutines: the report says who started whom.
import { Channel, go, main, select, sleep } from "rendezvous";

async function wait(c: Channel<number>) {
  await c.receive();
}

function spawn(c: Channel<number>) {
  go(wait, c);
  go(async () => {
    await wait(c);
  });
  console.log("spawned");
}

main(async () => {
  const c = new Channel<number>();
  go(spawn, c);
  go(async () => {
    go(() => c.send(0));
    await sleep(20);
    go(wait, c);
    await c.receive();
  });
  await sleep(50);
  console.log("waiting");
  await select({});
});
