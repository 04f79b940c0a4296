// A close wakes who waits to send, with a panic; a value that waits is lost, one in the buffer is not.
import { Channel, go, main, type Panic, sleep } from "rendezvous";

async function send(
  c: Channel<number>,
  value: number,
  done: Channel<string | undefined>,
) {
  try {
    await c.send(value);
    await done.send(undefined);
  } catch (error) {
    await done.send((error as Panic).message);
  }
}

main(async () => {
  const c = new Channel<number>(1);
  await c.send(1);
  const done = new Channel<string | undefined>();
  go(send, c, 2, done);
  await sleep(10);
  c.close();
  console.log("recovered:", await done.receive());
  const kept = await c.next();
  console.log("kept:", kept.value ?? 0, !kept.done);
  const then = await c.next();
  console.log("then:", then.value ?? 0, !then.done);
  const d = new Channel<number>();
  go(async () => {
    await d.send(3);
  });
  await sleep(10);
  d.close();
  await sleep(10);
  console.log("never printed");
});
