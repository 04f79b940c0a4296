// Docker, 2017: a plugin that cannot be activated.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Cond } from "../../11-sync/cond.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class Plugin {
  readonly activation = new Cond(new Mutex());
  /** What it can do; unknown until it is activated. */
  manifest: readonly string[] | undefined;
  activationError: Error | undefined;

  async waitUntil(isOver: () => boolean): Promise<void> {
    await this.activation.locker.lock();
    while (!isOver()) await this.activation.wait();
    this.activation.locker.unlock();
  }
}

async function program(isOver: (plugin: Plugin) => boolean): Promise<void> {
  const plugin = new Plugin();
  plugin.activationError = new Error("connection refused");
  const done = new Channel<never>();
  go("get", async () => {
    await plugin.waitUntil(() => isOver(plugin));
    done.close();
  });
  await done.receive();
}

export const kernel: Kernel = {
  name: "moby-30408",
  story:
    "The activation of a plugin had failed, and the error was noted. Who asked for the plugin waited until it had a manifest, which a plugin that failed never gets, and did not look at the error.",
  mend: "End the wait also when there is an error.",
  needs: ["Mutex", "Cond"],
  stuck: "always",
  bug: () => program(({ manifest }) => manifest !== undefined),
  mended: () =>
    program(
      ({ manifest, activationError }) =>
        manifest !== undefined || activationError !== undefined,
    ),
};
