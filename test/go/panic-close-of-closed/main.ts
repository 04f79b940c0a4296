// A channel is closed once.
import { Channel, main } from "rendezvous";

main(() => {
  const c = new Channel<number>();
  c.close();
  c.close();
});
