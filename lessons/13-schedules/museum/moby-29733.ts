// Docker, 2016: plugins, and handlers that are registered late.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Cond } from "../../11-sync/cond.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class Plugin {
  readonly activation = new Cond(new Mutex());
  isActivated = true;
  areHandlersRun = true;

  async waitActive(): Promise<void> {
    await this.activation.locker.lock();
    while (!this.isActivated) await this.activation.wait();
    this.activation.locker.unlock();
  }
}

class Handlers {
  readonly lock = new Mutex();

  /** A new handler: it is to be run when a plugin is used next. */
  async handle(reset: () => void): Promise<void> {
    await this.lock.lock();
    reset();
    this.lock.unlock();
  }
}

async function expectActive(plugin: Plugin): Promise<void> {
  const done = new Channel<never>();
  go("get", async () => {
    await plugin.waitActive();
    done.close();
  });
  await done.receive();
}

async function program(reset: (plugin: Plugin) => void): Promise<void> {
  const plugin = new Plugin();
  const handlers = new Handlers();
  await expectActive(plugin);
  await handlers.handle(() => reset(plugin));
  await expectActive(plugin);
}

export const kernel: Kernel = {
  name: "moby-29733",
  story:
    "To register a handler marked all plugins as not activated, so that the handler would be run at the next activation. Everybody who then asked for a plugin waited at its condition variable for a word that only an activation says.",
  mend: "Note that handlers are to be run in a field of its own: who waits looks at the activation alone.",
  needs: ["Mutex", "Cond"],
  stuck: "always",
  bug: () =>
    program((plugin) => {
      plugin.isActivated = false;
    }),
  mended: () =>
    program((plugin) => {
      plugin.areHandlersRun = false;
    }),
};
