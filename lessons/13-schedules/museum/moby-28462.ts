// Docker, 2016: the health check of a container that stops.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { otherwise } from "../../09-select/cases.ts";
import { select } from "../../09-select/select.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class Container {
  readonly lock = new Mutex();
  readonly stop = new Channel<void>();

  /** Checks its health a few times, or until it is told to stop. */
  async monitor(): Promise<void> {
    const { stop } = this;
    for (let check = 0; check < 2; check++) {
      if ((await select({ stop, otherwise })).case === "stop") return;
      await this.lock.lock(); // to note that it is healthy
      this.lock.unlock();
    }
    await stop.receive();
  }

  async changeState(tell: () => unknown): Promise<void> {
    await this.lock.lock();
    await tell();
    this.lock.unlock();
  }
}

async function program(tell: (stop: Channel<void>) => unknown): Promise<void> {
  const container = new Container();
  go("monitor", () => container.monitor());
  go("stateChanged", () => container.changeState(() => tell(container.stop)));
}

export const kernel: Kernel = {
  name: "moby-28462",
  story:
    "When a container stopped, the daemon held the container's lock and sent its health check the word to stop. The health check was about to note a result, for which it wanted the lock.",
  mend: "Close the channel instead of sending: that waits for nobody.",
  needs: ["Mutex"],
  stuck: "sometimes",
  bug: () => program((stop) => stop.send()),
  mended: () => program((stop) => stop.close()),
};
