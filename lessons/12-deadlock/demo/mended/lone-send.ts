// Mended: there is a clerk before there is a letter.

import { Channel, go, main } from "rendezvous";

main(async () => {
  const counter = new Channel<string>();
  go("clerk", async () => {
    console.log(`the clerk takes ${await counter.receive()}`);
  });

  console.log("we hold out a letter");
  await counter.send("a letter");
  console.log("it is taken");
});
