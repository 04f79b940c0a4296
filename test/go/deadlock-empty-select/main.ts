// A select without a case waits for ever.
import { main, select } from "rendezvous";

main(async () => {
  await select({});
});
