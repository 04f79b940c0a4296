// A slow reader misses ticks: at most one is kept, and the ticker does not catch up.
import { after, main, select, sleep, Ticker } from "rendezvous";

main(async () => {
  const ticker = new Ticker(20);
  for (let i = 0; i < 3; i++) {
    await ticker.channel.receive();
    console.log("tick");
  }
  await sleep(70);
  for (let i = 0; i < 3; i++) {
    await ticker.channel.receive();
    console.log("late tick");
  }
  ticker.reset(50);
  await ticker.channel.receive();
  console.log("slower");
  ticker.stop();
  const chosen = await select({ tick: ticker.channel, late: after(100) });
  switch (chosen.case) {
    case "tick":
      console.log("BUG: a tick after the stop");
      break;
    case "late":
      console.log("stopped, not closed");
  }
});
