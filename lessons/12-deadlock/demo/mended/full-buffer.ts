// Mended: somebody else fills the tray, while we drink.

import { Channel, go, main } from "rendezvous";

main(async () => {
  const tray = new Channel<string>(2);

  go("waiter", async () => {
    for (const cup of ["tea", "coffee", "cocoa"]) {
      await tray.send(cup);
      console.log(`${cup} stands on the tray`);
    }
    tray.close();
  });
  for await (const cup of tray) console.log(`we drink ${cup}`);
});
