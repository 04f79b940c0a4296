// Two peers fill each other's buffers before either reads.
import {
  Channel,
  go,
  main,
  type ReceiveChannel,
  type SendChannel,
} from "rendezvous";

async function peer(
  name: string,
  output: SendChannel<number>,
  input: ReceiveChannel<number>,
  done: SendChannel<string>,
) {
  for (let i = 0; i < 3; i++) {
    await output.send(i);
  }
  for (let i = 0; i < 3; i++) {
    await input.receive();
  }
  await done.send(name);
}

main(async () => {
  const a = new Channel<number>(2);
  const b = new Channel<number>(2);
  const done = new Channel<string>();
  go(peer, "left", a, b, done);
  go(peer, "right", b, a, done);
  console.log("buffers for", a.capacity, "of 3");
  console.log(await done.receive());
});
