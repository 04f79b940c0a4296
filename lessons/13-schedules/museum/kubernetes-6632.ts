// Kubernetes, 2015: streams to a container that end when they are idle.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

/** Of the library spdystream: a frame that is written starts its clock anew. */
class IdleFramer {
  readonly closed = new Channel<never>();
  readonly resets = new Channel<void>();
  readonly writing = new Mutex();
  isClosed = false;

  async writeFrame(): Promise<void> {
    await this.writing.lock();
    if (!this.isClosed) await this.resets.send();
    this.writing.unlock();
  }

  async monitor(atClose: () => void): Promise<void> {
    const { closed, resets } = this;
    while ((await select({ closed, resets })).case === "resets");
    atClose();
    await this.writing.lock(); // … which a frame holds that waits for us
    this.isClosed = true;
    resets.close();
    this.writing.unlock();
  }

  async drain(): Promise<void> {
    while (!(await this.resets.next()).done);
  }
}

async function program(atClose: (framer: IdleFramer) => void): Promise<void> {
  const framer = new IdleFramer();
  go("monitor", () => framer.monitor(() => atClose(framer)));
  go("writeFrame", () => framer.writeFrame());
  framer.closed.close();
}

export const kernel: Kernel = {
  name: "kubernetes-6632",
  story:
    "Every frame that was written told a monitor so, down a channel and under the write lock. When the connection closed, the monitor read that channel no more and wanted the write lock, to close it.",
  mend: "Read the channel to its end in another goroutine before taking the lock.",
  needs: ["Mutex"],
  stuck: "sometimes",
  bug: () => program(() => undefined),
  mended: () => program((framer) => go("drain", () => framer.drain())),
};
