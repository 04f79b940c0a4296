// A letter is held out over the counter, and nobody stands behind it.

import { Channel, main } from "rendezvous";

main(async () => {
  const counter = new Channel<string>();

  console.log("we hold out a letter");
  await counter.send("a letter");
  console.log("it is taken");
});
