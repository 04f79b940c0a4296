// Mended: `finally` counts on every way out, as Go's `defer` does.

import { go, main, WaitGroup } from "rendezvous";

main(async () => {
  const guests = new WaitGroup();
  for (const name of ["ann", "bob", "carol"]) {
    guests.add(1);
    go(name, () => {
      try {
        if (name === "bob") return console.log("bob climbs out of a window");
        console.log(`${name} says goodbye`);
      } finally {
        guests.done();
      }
    });
  }

  await guests.wait();
  console.log("we lock up");
});
