// What has happened by the time a send or a receive completes, seen from outside.
import { Channel, go, main, sleep } from "rendezvous";

main(async () => {
  let data = "";
  const c = new Channel<number>();
  go(async () => {
    data = "written before send";
    await c.send(0);
  });
  await c.receive();
  console.log(data);

  let back = "";
  go(async () => {
    await sleep(20);
    back = "written before receive";
    await c.receive();
  });
  await c.send(0);
  console.log(back);

  const buffered = new Channel<number>(1);
  await buffered.send(0);
  console.log("buffered send did not wait");

  let flag = "";
  const closed = new Channel<number>();
  go(() => {
    flag = "written before close";
    closed.close();
  });
  await closed.receive();
  console.log(flag);

  // The k-th receive comes before the (k + capacity)-th send completes.
  const capacity = 3;
  const q = new Channel<number>(capacity);
  const ahead = new Channel<number>(100);
  go(async () => {
    for (let i = 1; i <= 6; i++) {
      await q.send(i);
      await ahead.send(i);
    }
    ahead.close();
  });
  await sleep(20);
  console.log("completed sends before any receive:", ahead.length);
  await q.receive();
  await sleep(20);
  console.log("after one receive:", ahead.length);
});
