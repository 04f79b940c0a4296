// The program ends when main returns; the others are not awaited, and their finally blocks do not run.
import { Channel, go, main, sleep } from "rendezvous";

main(async () => {
  const started = new Channel<boolean>();
  go(async () => {
    try {
      await started.send(true);
      await sleep(3_600_000);
    } finally {
      console.log("never printed");
    }
  });
  await started.receive();
  console.log("main returns");
});
