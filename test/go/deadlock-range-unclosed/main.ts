// The loop waits for a fourth value or a close, and neither comes.
import { Channel, go, main } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  go(async () => {
    for (let i = 0; i < 3; i++) {
      await c.send(i);
    }
    // c.close() is missing
  });
  for await (const value of c) {
    console.log(value);
  }
});
