// Nobody ever sends on a nil channel.
import { Channel, main } from "rendezvous";

main(async () => {
  const c = Channel.nil<number>();
  await c.receive();
});
