// A nil channel cannot be closed.
import { Channel, main } from "rendezvous";

main(() => {
  const c = Channel.nil<number>();
  c.close();
});
