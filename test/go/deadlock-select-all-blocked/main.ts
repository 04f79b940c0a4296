// No case can ever go on.
import { Channel, main, select } from "rendezvous";

main(async () => {
  const a = new Channel<number>();
  const b = new Channel<number>();
  const none = Channel.nil<number>();
  await select({ a, b: b.sending(1), none });
});
