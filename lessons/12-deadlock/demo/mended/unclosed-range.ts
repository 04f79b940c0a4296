// Mended: who sends says when it was all.

import { Channel, go, main } from "rendezvous";

main(async () => {
  const dishes = new Channel<string>();
  go("kitchen", async () => {
    for (const dish of ["soup", "fish", "cake"]) await dishes.send(dish);
    dishes.close();
  });

  for await (const dish of dishes) console.log(`we eat ${dish}`);
  console.log("we pay");
});
