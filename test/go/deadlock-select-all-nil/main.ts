// Every case is switched off.
import { Channel, main, select } from "rendezvous";

main(async () => {
  const a = Channel.nil<number>();
  const b = Channel.nil<number>();
  await select({ a, b: b.sending(1) });
});
