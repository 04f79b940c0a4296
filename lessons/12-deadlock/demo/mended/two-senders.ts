// Mended: one of the two has free hands first.

import { Channel, main, WaitGroup } from "rendezvous";

main(async () => {
  const toAnn = new Channel<string>();
  const toBob = new Channel<string>();
  const both = new WaitGroup();

  both.go(async function ann() {
    await toBob.send("a letter");
    console.log(`ann gets ${await toAnn.receive()}`);
    await toBob.send("a parcel");
    console.log(`ann gets ${await toAnn.receive()}`);
  });
  both.go(async function bob() {
    console.log(`bob gets ${await toBob.receive()}`);
    await toAnn.send("a card");
    console.log(`bob gets ${await toBob.receive()}`);
    await toAnn.send("a parcel");
  });
  await both.wait();
});
