// A goroutine ends the program, and nothing else runs.
import { Channel, exit, go, main } from "rendezvous";

main(async () => {
  try {
    const block = new Channel<number>();
    go(() => {
      console.log("leaving with 3");
      exit(3);
    });
    await block.receive();
  } finally {
    console.log("exit skips finally blocks");
  }
});
