// A ticker that nobody reads from is no hope: it hides no deadlock.
import { Channel, main, Ticker, Timer } from "rendezvous";

main(async () => {
  const ticker = new Ticker(10);
  for (let i = 1; i <= 2; i++) {
    await ticker.channel.receive();
    console.log("tick", i);
  }
  const timer = new Timer(20);
  await new Channel<number>().receive();
  timer.stop();
  ticker.stop();
});
