// A select with a timeout; a fresh one on each turn, and one for all turns.
import {
  after,
  Channel,
  go,
  main,
  type ReceiveChannel,
  select,
  sleep,
} from "rendezvous";

function slow(ms: number): ReceiveChannel<string> {
  const c = new Channel<string>(1); // room for one, so that a late answer does not leak the goroutine
  go(async () => {
    await sleep(ms);
    await c.send("answer");
  });
  return c;
}

main(async () => {
  for (const ms of [20, 300]) {
    const chosen = await select({ answer: slow(ms), late: after(120) });
    switch (chosen.case) {
      case "answer":
        console.log(`${ms}ms`, chosen.value);
        break;
      case "late":
        console.log(`${ms}ms`, "timed out");
    }
  }
  const overall = after(250);
  let n = 0;
  for (;;) {
    const chosen = await select({ turn: after(100), overall });
    if (chosen.case === "overall") break;
    n++;
  }
  console.log("turns before the overall deadline:", n);
});
