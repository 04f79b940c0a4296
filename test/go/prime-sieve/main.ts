// A chain of goroutines, each of which lets through what its prime does not divide.
import { Channel, go, main, type ReceiveChannel } from "rendezvous";

function generate(): ReceiveChannel<number> {
  const c = new Channel<number>();
  go(async () => {
    for (let i = 2; ; i++) {
      await c.send(i);
    }
  });
  return c;
}

function filter(
  input: ReceiveChannel<number>,
  prime: number,
): ReceiveChannel<number> {
  const output = new Channel<number>();
  go(async () => {
    for await (const value of input) {
      if (value % prime !== 0) {
        await output.send(value);
      }
    }
  });
  return output;
}

main(async () => {
  let c = generate();
  let line = "";
  for (let i = 0; i < 15; i++) {
    const prime = (await c.receive()) ?? 0;
    line += `${prime} `;
    c = filter(c, prime);
  }
  console.log(line);
});
