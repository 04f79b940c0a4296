// A select with one case is that operation: the reason is not "select".
import { Channel, main, select } from "rendezvous";

main(async () => {
  const c = Channel.nil<number>();
  await select({ c });
});
