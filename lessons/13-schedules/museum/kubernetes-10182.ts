// Kubernetes, 2015: the status manager of the kubelet.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import { WaitGroup } from "../../11-sync/waitgroup.ts";
import type { Kernel } from "./kernel.ts";

class StatusManager {
  readonly lock = new Mutex();
  readonly statuses = new Channel<string>();

  /** Takes one status and writes it down, under the lock. */
  async sync(): Promise<void> {
    await this.statuses.receive();
    await this.lock.lock();
    this.lock.unlock();
  }

  async setStatus(pod: string): Promise<void> {
    await this.lock.lock();
    await this.statuses.send(pod); // … to a reader who may need the lock first
    this.lock.unlock();
  }

  async setStatusOutside(pod: string): Promise<void> {
    await this.lock.lock();
    this.lock.unlock();
    await this.statuses.send(pod);
  }
}

async function program(
  set: (manager: StatusManager, pod: string) => Promise<void>,
): Promise<void> {
  const manager = new StatusManager();
  const pods = new WaitGroup();
  go("sync", async () => {
    for (let pod = 0; pod < 2; pod++) await manager.sync();
  });
  pods.go(() => set(manager, "web"));
  pods.go(() => set(manager, "cache"));
  await pods.wait();
}

export const kernel: Kernel = {
  name: "kubernetes-10182",
  story:
    "The status manager sent a pod's new status down a channel while it held its lock. The goroutine at the other end had taken one status and wanted the lock to write it down, so it never came for the next.",
  mend: "Send when the lock has been given up.",
  needs: ["Mutex", "WaitGroup"],
  stuck: "never seen",
  bug: () => program((manager, pod) => manager.setStatus(pod)),
  mended: () => program((manager, pod) => manager.setStatusOutside(pod)),
};
