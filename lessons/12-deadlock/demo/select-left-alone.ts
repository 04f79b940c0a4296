// A select waits for two, and both have gone home.

import { Channel, go, main, select } from "rendezvous";

main(async () => {
  const news = new Channel<string>();
  const quit = new Channel<string>();
  go("reporter", async () => {
    await news.send("it rains");
    await news.send("it has stopped");
  });

  for (;;) {
    const heard = await select({ news, quit });
    if (heard.case === "quit") return console.log("we switch off");
    console.log(`we hear: ${heard.value}`);
  }
});
