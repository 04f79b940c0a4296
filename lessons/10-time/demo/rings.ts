// What becomes of a ring that nobody receives in time.

import { otherwise, select, sleep, Ticker, Timer } from "rendezvous";

// #region rings
/** A reader comes late to a ticker, and too late to a timer. */
export async function rings(print: (line: string) => void): Promise<void> {
  const ticker = new Ticker(100);
  await sleep(350);
  let ticks = 0;
  while (ticker.channel.tryReceive() !== undefined) ticks++;
  print(`3 ticks were due, ${ticks} is received`);
  ticker.stop();

  const timer = new Timer(10);
  await sleep(50);
  print(`the timer has rung, and stop is ${timer.stop()}`);
  const { case: what } = await select({
    stale: timer.channel,
    nothing: otherwise,
  });
  print(`after that ${what} is received`);
}
// #endregion rings
