// A worker says that it is alive; who hears nothing for too long gives it up.
import {
  after,
  Channel,
  go,
  main,
  otherwise,
  type ReceiveChannel,
  select,
  Ticker,
} from "rendezvous";

function worker(
  done: ReceiveChannel<void>,
  pulseMs: number,
  paceMs: number,
): [ReceiveChannel<void>, ReceiveChannel<number>] {
  const heartbeat = new Channel<void>();
  const results = new Channel<number>();
  go(async () => {
    const beat = new Ticker(pulseMs);
    const work = new Ticker(paceMs);
    try {
      for (let n = 1; ;) {
        const chosen = await select({
          done,
          beat: beat.channel,
          work: work.channel,
        });
        switch (chosen.case) {
          case "done":
            return;
          case "beat":
            await select({ beat: heartbeat.sending(), otherwise });
            break;
          case "work": {
            if (n > 2) return; // it has died, and says nothing more
            const sent = await select({ sent: results.sending(n), done });
            if (sent.case === "done") return;
            n++;
          }
        }
      }
    } finally {
      beat.stop();
      work.stop();
    }
  });
  return [heartbeat, results];
}

main(async () => {
  const done = new Channel<void>();
  const [heartbeat, results] = worker(done, 100, 230);
  for (;;) {
    const chosen = await select({ heartbeat, results, late: after(600) });
    switch (chosen.case) {
      case "heartbeat":
        console.log("pulse");
        break;
      case "results":
        console.log("result", chosen.value);
        break;
      case "late":
        console.log("no sign of life");
        done.close();
        return;
    }
  }
});
