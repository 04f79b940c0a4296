// A tray has room for two cups, and whoever fills it is to drink them later.

import { Channel, main } from "rendezvous";

main(async () => {
  const tray = new Channel<string>(2);

  for (const cup of ["tea", "coffee", "cocoa"]) {
    await tray.send(cup);
    console.log(`${cup} stands on the tray`);
  }
  tray.close();
  for await (const cup of tray) console.log(`we drink ${cup}`);
});
