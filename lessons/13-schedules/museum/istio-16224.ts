// Istio, 2019: a test of the store that tells who wants to know of changes.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

type Handler = (event: string) => Promise<void>;

/** Hands each event to its handler. */
async function monitor(
  events: Channel<string>,
  handler: Handler,
  stop: Channel<never>,
): Promise<void> {
  for (;;) {
    const chosen = await select({ stop, events });
    if (chosen.case === "stop" || chosen.done) return;
    await handler(chosen.value);
  }
}

async function program(
  handle: (lock: Mutex, done: Channel<void>) => Promise<void>,
): Promise<void> {
  const events = new Channel<string>();
  const stop = new Channel<never>();
  const lock = new Mutex();
  const done = new Channel<void>();
  go("monitor", () => monitor(events, () => handle(lock, done), stop));
  await events.send("created");
  await lock.lock(); // to look at what the handler has noted
  lock.unlock();
  await done.receive();
  stop.close();
}

export const kernel: Kernel = {
  name: "istio-16224",
  story:
    "A test's handler took a lock, noted the event, and said that it was done while it still held the lock. The test wanted the lock first, and only then to hear that the handler was done.",
  mend: "Give the lock up before saying so.",
  needs: ["Mutex"],
  stuck: "always",
  bug: () =>
    program(async (lock, done) => {
      await lock.lock();
      await done.send();
      lock.unlock();
    }),
  mended: () =>
    program(async (lock, done) => {
      await lock.lock();
      lock.unlock();
      await done.send();
    }),
};
