// A request carries the channel for its answer; a channel that is sent is shared, not copied.
import { Channel, go, main, type ReceiveChannel } from "rendezvous";

interface Request {
  n: number;
  reply: Channel<number>;
}

async function server(requests: ReceiveChannel<Request>) {
  for await (const { n, reply } of requests) {
    await reply.send(n * n);
  }
}

main(async () => {
  const requests = new Channel<Request>();
  go(server, requests);
  for (let i = 1; i <= 3; i++) {
    const reply = new Channel<number>();
    await requests.send({ n: i, reply });
    console.log(i, "squared is", await reply.receive());
  }
  const channels = new Channel<Channel<string>>(1);
  const c = new Channel<string>(1);
  await channels.send(c);
  await c.send("sent on the original");
  const same = (await channels.receive()) ?? Channel.nil<string>();
  console.log("same channel:", same === c, same.length);
  console.log(await same.receive());
  await channels.send(c);
  await c.send("received through both");
  console.log(await (await channels.receive())?.receive());
});
