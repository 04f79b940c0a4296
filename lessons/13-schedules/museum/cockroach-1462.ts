// CockroachDB, 2015: a transport whose messages a test can look at.

import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Cond } from "../../11-sync/cond.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import { WaitGroup } from "../../11-sync/waitgroup.ts";
import type { Kernel } from "./kernel.ts";

/** Waits for tasks, then closes `stopping`, then waits for workers. */
class Stopper {
  readonly stopping = new Channel<never>();
  readonly workers = new WaitGroup();
  readonly lock = new Mutex();
  readonly drained = new Cond(this.lock);
  isDraining = false;
  tasks = 0;

  /** Runs `task` before it stops, or not at all. */
  async task(task: () => Promise<void>): Promise<void> {
    await this.lock.lock();
    const isOpen = !this.isDraining;
    if (isOpen) this.tasks++;
    this.lock.unlock();
    if (!isOpen) return;
    await task();
    await this.lock.lock();
    this.tasks--;
    this.drained.broadcast();
    this.lock.unlock();
  }

  async stop(): Promise<void> {
    await this.lock.lock();
    this.isDraining = true;
    while (this.tasks > 0) await this.drained.wait();
    this.lock.unlock();
    this.stopping.close();
    await this.workers.wait();
  }
}

type Pass = (stopper: Stopper, send: () => Promise<void>) => Promise<void>;

/** Hands messages on as events, until it is to stop. */
async function transport(
  stopper: Stopper,
  messages: Channel<string>,
  events: Channel<string>,
  pass: Pass,
): Promise<void> {
  const { stopping } = stopper;
  for (;;) {
    const chosen = await select({ stopping, messages });
    if (chosen.case === "stopping" || chosen.done) return;
    await pass(stopper, () => events.send(chosen.value));
  }
}

async function processEvents(
  { stopping }: Stopper,
  events: Channel<string>,
): Promise<void> {
  while ((await select({ events, stopping })).case === "events");
}

async function program(pass: Pass): Promise<void> {
  const stopper = new Stopper();
  const messages = new Channel<string>(1);
  const events = new Channel<string>();
  await messages.send("heartbeat");
  stopper.workers.go(() => transport(stopper, messages, events, pass));
  stopper.workers.go(() => processEvents(stopper, events));
  await stopper.stop();
}

export const kernel: Kernel = {
  name: "cockroach-1462",
  story:
    "Two workers were told to stop: one sent events, the other received them. If the receiver heard it first, the sender stood there with an event in its hand, and who stopped them waited for both.",
  mend: "Make the sending of an event a task: the word to stop comes only when no task is under way.",
  needs: ["Mutex", "WaitGroup", "Cond"],
  stuck: "never seen",
  bug: () => program((_stopper, send) => send()),
  mended: () => program((stopper, send) => stopper.task(send)),
};
