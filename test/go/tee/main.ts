// One stream becomes two: each value goes to both, in whatever order they are ready, before the next is taken.
import { Channel, go, main, type ReceiveChannel, select } from "rendezvous";

function tee(
  input: ReceiveChannel<number>,
): [ReceiveChannel<number>, ReceiveChannel<number>] {
  const a = new Channel<number>();
  const b = new Channel<number>();
  go(async () => {
    for await (const value of input) {
      let [toA, toB] = [a, b];
      for (let i = 0; i < 2; i++) {
        const sent = await select({
          a: toA.sending(value),
          b: toB.sending(value),
        });
        if (sent.case === "a") toA = Channel.nil();
        else toB = Channel.nil();
      }
    }
    b.close();
    a.close();
  });
  return [a, b];
}

main(async () => {
  const input = new Channel<number>();
  go(async () => {
    for (let i = 1; i <= 4; i++) {
      await input.send(i);
    }
    input.close();
  });
  const [a, b] = tee(input);
  for await (const value of a) {
    console.log("both have", value, await b.receive());
  }
  const { done } = await b.next();
  console.log("both are closed:", done);
});
