// A panic in any goroutine ends the whole program, even though main is only waiting.
import { Channel, go, main, panic } from "rendezvous";

main(async () => {
  const done = new Channel<boolean>();
  go(() => {
    try {
      panic("boom");
    } finally {
      console.log("deferred in goroutine runs");
    }
  });
  await done.receive();
  console.log("never printed");
});
