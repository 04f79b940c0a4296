// Knative, 2018: a test of the breaker, which limits what is done at once.

import { go } from "../../06-goroutines/goroutine.ts";
import { sleep } from "../../06-goroutines/program.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import { WaitGroup } from "../../11-sync/waitgroup.ts";
import type { Kernel } from "./kernel.ts";

const pollMs = 1;

/** One request at a time; another may wait. */
class Breaker {
  readonly pending = new Channel<void>(2);
  readonly active = new Channel<void>(1);

  /** Calls `work` when it is its turn; false if too many wait already. */
  async maybe(work: () => Promise<void>): Promise<boolean> {
    if (!this.pending.trySend()) return false;
    await this.active.send();
    await work();
    await this.active.receive();
    await this.pending.receive();
    return true;
  }
}

/** A request that ends when the test gives up its lock. */
class HeldRequest {
  readonly lock = new Mutex();
  readonly accepted = new Channel<boolean>(1);

  async start(breaker: Breaker): Promise<void> {
    await this.lock.lock();
    const started = new WaitGroup();
    started.add(1);
    go("request", async () => {
      started.done();
      const isAccepted = await breaker.maybe(() => this.work());
      await this.accepted.send(isAccepted);
    });
    await started.wait(); // … that is not yet its turn
  }

  async work(): Promise<void> {
    await this.lock.lock();
    this.lock.unlock();
  }

  async end(): Promise<void> {
    this.lock.unlock();
    await this.accepted.receive();
  }
}

type Start = (breaker: Breaker, request: HeldRequest) => Promise<void>;

async function program(start: Start): Promise<void> {
  const breaker = new Breaker();
  const requests = [new HeldRequest(), new HeldRequest()];
  for (const request of requests) await start(breaker, request);
  for (const request of requests) await request.end();
}

/** Starts it, and waits until it works or waits for its turn. */
async function startInOrder(
  breaker: Breaker,
  request: HeldRequest,
): Promise<void> {
  const { active, pending } = breaker;
  const queue = active.length < active.capacity ? active : pending;
  const wanted = queue.length + 1;
  await request.start(breaker);
  while (queue.length < wanted) await sleep(pollMs);
}

export const kernel: Kernel = {
  name: "serving-2137",
  story:
    "A test started two requests, of which one may run at a time, and let them end in that order. If the second was faster it took the turn and waited to be let go, while the test waited for the first, which never got its turn.",
  mend: "Start a request only when the one before it works, or stands in line.",
  needs: ["Mutex", "WaitGroup"],
  stuck: "never seen",
  bug: () => program((breaker, request) => request.start(breaker)),
  mended: () => program(startInOrder),
};
