// Mended: the bell is made.

import { Channel, go, main } from "rendezvous";

main(async () => {
  const bell = new Channel<string>();
  go("porter", async () => {
    await bell.send("ring!");
  });

  console.log("we wait for the bell");
  console.log(await bell.receive());
});
