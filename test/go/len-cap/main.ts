// How many values wait, and how many fit.
import { Channel, main } from "rendezvous";

main(async () => {
  const n = Channel.nil<number>();
  console.log("nil     ", n.length, n.capacity);
  const u = new Channel<number>();
  console.log("unbuf   ", u.length, u.capacity);
  const z = new Channel<number>(0);
  console.log("make 0  ", z.length, z.capacity);
  const b = new Channel<number>(3);
  console.log("empty   ", b.length, b.capacity);
  await b.send(1);
  await b.send(2);
  console.log("two in  ", b.length, b.capacity);
  await b.receive();
  console.log("one out ", b.length, b.capacity);
  b.close();
  console.log("closed  ", b.length, b.capacity);
  await b.receive();
  console.log("drained ", b.length, b.capacity);
  try {
    const size = -1;
    new Channel<number>(size);
  } catch (error) {
    console.log("make(-1):", (error as Error).message);
  }
});
