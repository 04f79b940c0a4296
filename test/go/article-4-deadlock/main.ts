// A send with nobody to receive: main can never go on.
import { Channel, main } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  console.log("about to send");
  await c.send(1);
  console.log("never printed");
});
