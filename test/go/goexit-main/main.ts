// Main leaves by goexit: its finally block runs, the others go on, and the last one to go leaves nobody.
import { go, goexit, main, sleep } from "rendezvous";

main(() => {
  try {
    for (let i = 1; i <= 3; i++) {
      go(async () => {
        await sleep(i * 60);
        console.log("goroutine", i, "ends");
      });
    }
    goexit();
    console.log("never printed");
  } finally {
    console.log("main's deferred call");
  }
});
