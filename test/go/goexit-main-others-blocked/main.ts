// Main leaves by goexit, and another waits for ever: that is the usual deadlock, without main.
import { Channel, go, goexit, main } from "rendezvous";

async function wait(c: Channel<number>) {
  console.log("waiting");
  await c.receive();
}

main(() => {
  const c = new Channel<number>();
  go(wait, c);
  goexit();
});
