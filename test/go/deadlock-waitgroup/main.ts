// Two were added, and only one is done.
import { go, main, WaitGroup } from "rendezvous";

main(async () => {
  const group = new WaitGroup();
  group.add(2);
  go(() => group.done());
  await group.wait();
});
