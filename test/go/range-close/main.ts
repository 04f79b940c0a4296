// A range ends when the channel is closed and drained.
import { Channel, go, main } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  go(async () => {
    for (let i = 1; i <= 3; i++) {
      await c.send(i);
    }
    c.close();
  });
  for await (const value of c) {
    console.log("received", value);
  }
  const { value, done } = await c.next();
  console.log("after range:", value ?? 0, !done);
  const buffered = new Channel<number>(3);
  await buffered.send(10);
  await buffered.send(20);
  buffered.close();
  for await (const value of buffered) {
    console.log("buffered", value);
  }
  const empty = new Channel<number>();
  empty.close();
  for await (const value of empty) {
    console.log("never", value);
  }
  console.log("closed empty: zero iterations");
  const source = new Channel<number>(2);
  await source.send(1);
  await source.send(2);
  source.close();
  let ranged = source;
  for await (const value of ranged) {
    ranged = Channel.nil(); // the range expression is evaluated once
    console.log("once", value);
  }
});
