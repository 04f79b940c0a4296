// A bell is declared and never made.

import { Channel, go, main } from "rendezvous";

main(async () => {
  const bell = Channel.nil<string>();
  go("porter", async () => {
    await bell.send("ring!");
  });

  console.log("we wait for the bell");
  console.log(await bell.receive());
});
