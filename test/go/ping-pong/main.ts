// Two players, one ball.
import { Channel, go, main, type SendChannel } from "rendezvous";

async function player(
  name: string,
  table: Channel<number>,
  limit: number,
  done: SendChannel<string>,
) {
  for await (const ball of table) {
    console.log(name, ball);
    if (ball === limit) {
      table.close();
      break;
    }
    await table.send(ball + 1);
  }
  await done.send(name);
}

main(async () => {
  const table = new Channel<number>();
  const done = new Channel<string>(2);
  go(player, "ping", table, 6, done);
  await table.send(1);
  go(player, "pong", table, 6, done);
  const a = await done.receive();
  const b = await done.receive();
  console.log("finished", (a === "ping") !== (b === "ping"));
});
