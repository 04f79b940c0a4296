// What timers promise: when they ring, what stop and reset say, and what they refuse.
import {
  after,
  afterFunc,
  Channel,
  main,
  now,
  type Panic,
  sleep,
  tick,
  Ticker,
  Timer,
} from "rendezvous";

main(async () => {
  let start = now();
  await sleep(0);
  await sleep(-1_000);
  console.log("no sleep at all:", now() - start < 500);
  await after(0).receive();
  await after(-1_000).receive();
  console.log("after 0 and less");
  const timer = new Timer(20);
  console.log("reset while it runs:", timer.reset(40));
  await timer.channel.receive();
  console.log("stop after it rang:", timer.stop());
  console.log("reset after it rang:", timer.reset(200));
  console.log("stop while it runs:", timer.stop());
  console.log("stop again:", timer.stop());
  start = now();
  console.log("reset after stop:", timer.reset(20));
  await sleep(500);
  const rang = ((await timer.channel.receive()) ?? 0) - start;
  console.log("read late, it tells when it rang:", rang < 300);
  timer.reset(10);
  await sleep(30);
  console.log("reset takes an unread ring back:", timer.reset(30));
  await timer.channel.receive();
  const { length, capacity } = timer.channel;
  console.log("rang, len", length, "cap", capacity);
  const called = new Channel<string>();
  const call = afterFunc(200, () => called.send("called"));
  console.log("stop a call:", call.stop(), call.stop());
  console.log("and ask for it again:", call.reset(10));
  console.log(await called.receive());
  console.log("stop a call that was made:", call.stop());
  console.log("tick of nothing is nil:", tick(0).isNil);
  try {
    new Ticker(-1);
  } catch (error) {
    console.log("recovered:", (error as Panic).message);
  }
});
