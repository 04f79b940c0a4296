// One goroutine sends, another receives.
import { Channel, go, main } from "rendezvous";

async function add(c: Channel<number>) {
  console.log(234 + ((await c.receive()) ?? 0));
}

main(async () => {
  console.log("start of main");
  const c = new Channel<number>();
  const done = new Channel<boolean>();
  go(async () => {
    await add(c);
    await done.send(true);
  });
  await c.send(23);
  await done.receive();
  console.log("end of main");
});
