// etcd, 2016: the proxy that gathers many watches into few.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class WatchBroadcasts {
  readonly lock = new Mutex();
  readonly updates = new Channel<string>(1);
  readonly done = new Channel<never>();

  async run(): Promise<void> {
    while (!(await this.updates.next()).done) await this.coalesce();
    this.done.close();
  }

  async coalesce(): Promise<void> {
    await this.lock.lock();
    this.lock.unlock();
  }

  /** Never waits: if an update is on its way, that one will do. */
  update(watch: string): void {
    this.updates.trySend(watch);
  }

  async stop(): Promise<void> {
    await this.lock.lock();
    this.updates.close();
    await this.done.receive(); // … from somebody who may need the lock first
    this.lock.unlock();
  }

  async stopThenWait(): Promise<void> {
    await this.lock.lock();
    this.updates.close();
    this.lock.unlock();
    await this.done.receive();
  }
}

async function program(
  stop: (broadcasts: WatchBroadcasts) => Promise<void>,
): Promise<void> {
  const broadcasts = new WatchBroadcasts();
  go("run", () => broadcasts.run());
  broadcasts.update("/members");
  go("stop", () => stop(broadcasts));
}

export const kernel: Kernel = {
  name: "etcd-6873",
  story:
    "To stop the proxy's broadcasts, their lock was taken and then the end of the goroutine that merges watches was waited for. That goroutine had one more update in its hand, and wanted the lock to merge it.",
  mend: "Give the lock up before waiting.",
  needs: ["Mutex"],
  stuck: "never seen",
  bug: () => program((broadcasts) => broadcasts.stop()),
  mended: () => program((broadcasts) => broadcasts.stopThenWait()),
};
