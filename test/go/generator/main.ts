// A goroutine that makes numbers until it is told to quit.
import { Channel, go, main, type ReceiveChannel, select } from "rendezvous";

function fibonacci(quit: ReceiveChannel<void>): ReceiveChannel<number> {
  const c = new Channel<number>();
  go(async () => {
    try {
      let [a, b] = [0, 1];
      for (;;) {
        const chosen = await select({ sent: c.sending(a), quit });
        switch (chosen.case) {
          case "sent":
            [a, b] = [b, a + b];
            break;
          case "quit":
            return;
        }
      }
    } finally {
      c.close();
    }
  });
  return c;
}

main(async () => {
  const quit = new Channel<void>();
  const f = fibonacci(quit);
  let line = "";
  for (let i = 0; i < 10; i++) {
    line += `${await f.receive()} `;
  }
  console.log(line);
  quit.close();
  for await (const value of f) void value; // some may slip out before the close wins
  const { done } = await f.next();
  console.log("generator stopped:", done);
});
