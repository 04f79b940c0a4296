// A receive with nobody to send.
import { Channel, main } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  console.log(await c.receive());
});
