// To range over a nil channel is to wait for its first value.
import { Channel, main } from "rendezvous";

main(async () => {
  const c = Channel.nil<number>();
  for await (const value of c) void value;
});
