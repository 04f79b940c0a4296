// Stages, each a goroutine, with channels between them.
import { Channel, go, main, type ReceiveChannel } from "rendezvous";

function generate(...values: number[]): ReceiveChannel<number> {
  const output = new Channel<number>();
  go(async () => {
    for (const value of values) {
      await output.send(value);
    }
    output.close();
  });
  return output;
}

function apply(
  input: ReceiveChannel<number>,
  f: (value: number) => number,
): ReceiveChannel<number> {
  const output = new Channel<number>();
  go(async () => {
    for await (const value of input) {
      await output.send(f(value));
    }
    output.close();
  });
  return output;
}

main(async () => {
  const double = (n: number) => n * 2;
  const increment = (n: number) => n + 1;
  for await (const value of apply(
    apply(generate(1, 2, 3, 4), double),
    increment,
  )) {
    console.log(value);
  }
});
