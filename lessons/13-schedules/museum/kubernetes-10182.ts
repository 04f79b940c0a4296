// Kubernetes, 2015: the status manager of the kubelet.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class StatusManager {
  readonly lock = new Mutex();
  readonly statuses = new Map<string, string>();
  readonly updates = new Channel<string>();

  async set(pod: string): Promise<void> {
    await this.lock.lock();
    this.statuses.set(pod, "running");
    await this.updates.send(pod); // … to a reader who may need the lock first
    this.lock.unlock();
  }

  /** Takes one update, which the server refuses: it is to be sent again. */
  async sync(forget: (pod: string) => unknown): Promise<void> {
    const pod = await this.updates.receive();
    if (pod !== undefined) await forget(pod);
  }

  async forget(pod: string): Promise<void> {
    await this.lock.lock();
    this.statuses.delete(pod);
    this.lock.unlock();
  }
}

async function program(
  forget: (manager: StatusManager, pod: string) => unknown,
): Promise<void> {
  const manager = new StatusManager();
  go("sync", async () => {
    for (let update = 0; update < 2; update++) {
      await manager.sync((pod) => forget(manager, pod));
    }
  });
  go("web", () => manager.set("web"));
  go("cache", () => manager.set("cache"));
}

export const kernel: Kernel = {
  name: "kubernetes-10182",
  story:
    "The status manager sent a pod's new status down a channel while it held its lock. The goroutine at the other end had taken one status that could not be saved and wanted the lock to forget it, so it never came for the next.",
  mend: "Forget it in another goroutine: the reader goes back to the channel at once.",
  needs: ["Mutex"],
  stuck: "never seen",
  bug: () => program((manager, pod) => manager.forget(pod)),
  mended: () =>
    program((manager, pod) => go("forget", () => manager.forget(pod))),
};
