// A call of afterFunc is a goroutine of its own, started by the clock.
import { afterFunc, Channel, main } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  afterFunc(10, async () => {
    console.log("called, and waiting");
    await c.receive();
  });
  await c.receive();
});
