// A closed channel takes nothing, even if it has room.
import { Channel, main } from "rendezvous";

main(async () => {
  const c = new Channel<number>(1);
  c.close();
  console.log("sending");
  await c.send(1);
});
