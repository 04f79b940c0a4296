// A break leaves the switch only; a label leaves the loop.
import { Channel, main, select } from "rendezvous";

main(async () => {
  const c = new Channel<number>(5);
  for (let i = 0; i < 5; i++) {
    await c.send(i);
  }
  c.close();
  let n = 0;
  loop: for (;;) {
    const chosen = await select({ c });
    switch (chosen.case) {
      case "c":
        if (chosen.value === 1) {
          break; // leaves only the switch
        }
        if (chosen.done) {
          break loop;
        }
        console.log("kept", chosen.value);
    }
    n++;
  }
  console.log("iterations", n);
});
