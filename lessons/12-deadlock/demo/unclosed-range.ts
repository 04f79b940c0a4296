// A loop takes whatever comes, and nobody says that this was all.

import { Channel, go, main } from "rendezvous";

main(async () => {
  const dishes = new Channel<string>();
  go("kitchen", async () => {
    for (const dish of ["soup", "fish", "cake"]) await dishes.send(dish);
  });

  for await (const dish of dishes) console.log(`we eat ${dish}`);
  console.log("we pay");
});
