// Kubernetes, 2016: who is told of changes, and how fast.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { otherwise } from "../../09-select/cases.ts";
import { select } from "../../09-select/select.ts";
import { Cond } from "../../11-sync/cond.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class Listener {
  readonly lock = new Mutex();
  readonly cond = new Cond(this.lock);
  readonly pending: string[] = [];
  readonly next = new Channel<string>();

  async add(notification: string): Promise<void> {
    await this.lock.lock();
    this.pending.push(notification);
    this.cond.broadcast();
    this.lock.unlock();
  }

  /** The next notification, or nothing if it is to stop. Needs the lock. */
  async take(stop: Channel<never>): Promise<string | undefined> {
    while (this.pending.length === 0) {
      if ((await select({ stop, otherwise })).case === "stop") return undefined;
      await this.cond.wait();
    }
    return this.pending.shift();
  }

  async pop(stop: Channel<never>): Promise<void> {
    await this.lock.lock();
    while (await this.pass(await this.take(stop), stop)); // under the lock
    this.lock.unlock();
  }

  async popUnlocked(stop: Channel<never>): Promise<void> {
    for (;;) {
      await this.lock.lock();
      const notification = await this.take(stop);
      this.lock.unlock();
      if (!(await this.pass(notification, stop))) return;
    }
  }

  /** Waits for whoever wants it, and says whether there may be more. */
  async pass(
    notification: string | undefined,
    stop: Channel<never>,
  ): Promise<boolean> {
    if (notification === undefined) return false;
    const sent = this.next.sending(notification);
    return (await select({ sent, stop })).case === "sent";
  }
}

async function program(
  pop: (listener: Listener, stop: Channel<never>) => Promise<void>,
): Promise<void> {
  const listener = new Listener();
  const stop = new Channel<never>();
  await listener.add("created");
  go("pop", () => pop(listener, stop));
  const locked = new Channel<never>();
  go("other", async () => {
    await listener.lock.lock();
    locked.close();
  });
  await locked.receive();
  listener.lock.unlock();
  stop.close();
}

export const kernel: Kernel = {
  name: "kubernetes-26980",
  story:
    "A goroutine took a notification off a list under the list's lock, and kept the lock until somebody wanted the notification. Nobody did for a while, and everybody who had a new one to add stood before the lock.",
  mend: "Hold the lock only to take the notification off the list.",
  needs: ["Mutex", "Cond"],
  stuck: "never seen",
  bug: () => program((listener, stop) => listener.pop(stop)),
  mended: () => program((listener, stop) => listener.popUnlocked(stop)),
};
