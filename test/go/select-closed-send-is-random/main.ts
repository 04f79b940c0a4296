// A send on a closed channel is a case that can go on: it is chosen about as often as another, and panics.
import { Channel, main, select } from "rendezvous";

async function panics(closed: Channel<number>, ready: Channel<number>) {
  try {
    await select({ sent: closed.sending(1), ready });
    return false;
  } catch {
    return true;
  }
}

main(async () => {
  const closed = new Channel<number>();
  const ready = new Channel<number>();
  closed.close();
  ready.close();
  const n = 10_000;
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (await panics(closed, ready)) {
      count++;
    }
  }
  console.log("about half:", count > (n * 4) / 10 && count < (n * 6) / 10);
});
