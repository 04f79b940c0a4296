// The third send finds the buffer full, and nobody will ever empty it.
import { Channel, main } from "rendezvous";

main(async () => {
  const c = new Channel<number>(2);
  for (let i = 1; i <= 3; i++) {
    await c.send(i);
    console.log("put", i);
  }
});
