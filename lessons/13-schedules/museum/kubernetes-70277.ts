// Kubernetes, 2018: to wait for a condition, and look at it now and then.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import type { ReceiveChannel } from "../../07-channels/ends.ts";
import { select } from "../../09-select/select.ts";
import { after, Ticker } from "../../10-time/timer.ts";
import type { Kernel } from "./kernel.ts";

type Done = ReceiveChannel<never>;
type Wait = (done: Done) => ReceiveChannel<true>;

const intervalMs = 1;
const timeoutMs = 2;

/** Says when to look, until it is told that somebody has seen enough. */
function poll(done: Done): ReceiveChannel<true> {
  const looks = new Channel<true>();
  go("poller", async () => {
    const ticker = new Ticker(intervalMs);
    const late = after(timeoutMs);
    for (;;) {
      const next = await select({ tick: ticker.channel, late, done });
      if (next.case !== "tick") break;
      looks.trySend(true);
    }
    ticker.stop();
    looks.close();
  });
  return looks;
}

/** What it waits for is true at the first look. */
async function waitFor(wait: Wait, done: Done): Promise<void> {
  await wait(done).receive();
}

async function waitForAndTell(wait: Wait, done: Done): Promise<void> {
  const enough = new Channel<never>();
  const looks = wait(enough);
  await select({ looks, done });
  enough.close();
}

async function program(waitForIt: typeof waitFor): Promise<void> {
  const stop = new Channel<never>();
  let given: Done = Channel.nil<never>();
  await waitForIt((done) => poll((given = done)), stop);
  await given.receive(); // a poller has to be told that it can go
  stop.close();
}

export const kernel: Kernel = {
  name: "kubernetes-70277",
  story:
    "Who waits for a condition starts a poller, which ends when its caller's stop channel is closed. A caller that got what it waited for went on and had no reason to stop anything, so the poller ticked on.",
  mend: "Give the poller a channel of its own, closed as soon as the waiting is over.",
  needs: [],
  stuck: "always",
  bug: () => program(waitFor),
  mended: () => program(waitForAndTell),
};
