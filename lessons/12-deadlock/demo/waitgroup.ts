// Three are counted, and one leaves by another door.

import { go, main, WaitGroup } from "rendezvous";

main(async () => {
  const guests = new WaitGroup();
  for (const name of ["ann", "bob", "carol"]) {
    guests.add(1);
    go(name, () => {
      if (name === "bob") return console.log("bob climbs out of a window");
      console.log(`${name} says goodbye`);
      guests.done();
    });
  }

  await guests.wait();
  console.log("we lock up");
});
