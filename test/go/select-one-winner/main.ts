// Two senders come to one waiting select: the first is served, the second has to wait for the next.
import { Channel, go, main, select, sleep } from "rendezvous";

main(async () => {
  const a = new Channel<string>();
  const b = new Channel<string>();
  const sent = new Channel<string>(2);
  go(async () => {
    await sleep(10);
    await a.send("from a");
    await sent.send("a has sent");
  });
  go(async () => {
    await sleep(20);
    await b.send("from b");
    await sent.send("b has sent");
  });
  const next = async () => {
    const { value } = await select({ a, b });
    return value;
  };
  console.log(await next());
  await sleep(30);
  console.log("done so far", sent.length, await sent.receive());
  console.log(await next());
  console.log(await sent.receive());
});
