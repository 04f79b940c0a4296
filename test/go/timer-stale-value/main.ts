// Go 1.22 and earlier: a timer that has rung leaves a stale value behind a stop, and its capacity is 1.
// Go 1.23 and later, and here: capacity 0, stop gives true, and no stale value.
import { main, otherwise, select, sleep, Timer } from "rendezvous";

main(async () => {
  const timer = new Timer(10);
  console.log("cap", timer.channel.capacity);
  await sleep(50);
  console.log("stop", timer.stop());
  const chosen = await select({ rung: timer.channel, otherwise });
  switch (chosen.case) {
    case "rung":
      console.log("stale value received after Stop");
      break;
    case "otherwise":
      console.log("no stale value");
  }
});
