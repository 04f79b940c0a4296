// Ranges over a channel until that is closed or somebody says stop.
import { Channel, go, main, type ReceiveChannel, select } from "rendezvous";

function orDone(
  done: ReceiveChannel<void>,
  c: ReceiveChannel<number>,
): ReceiveChannel<number> {
  const output = new Channel<number>();
  go(async () => {
    try {
      for (;;) {
        const chosen = await select({ done, c });
        if (chosen.case === "done") return;
        if (chosen.done) return;
        const sent = await select({ sent: output.sending(chosen.value), done });
        if (sent.case === "done") return;
      }
    } finally {
      output.close();
    }
  });
  return output;
}

main(async () => {
  const done = new Channel<void>();
  const endless = new Channel<number>();
  go(async () => {
    for (let i = 0; ; i++) {
      await endless.send(i);
    }
  });
  let n = 0;
  for await (const value of orDone(done, endless)) {
    n++;
    if (n === 5) {
      done.close();
      console.log("stop after", value);
      break;
    }
  }
  const finite = new Channel<number>(3);
  await finite.send(1);
  await finite.send(2);
  finite.close();
  let sum = 0;
  for await (const value of orDone(Channel.nil(), finite)) {
    sum += value; // a nil done never fires
  }
  console.log("sum", sum);
});
