// Nobody ever receives from a nil channel.
import { Channel, main } from "rendezvous";

main(async () => {
  const c = Channel.nil<number>();
  await c.send(1);
});
