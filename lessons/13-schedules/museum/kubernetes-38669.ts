// Kubernetes, 2016: the watch cache of the API server.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import type { Kernel } from "./kernel.ts";

class CacheWatcher {
  readonly input = new Channel<string>();
  readonly result = new Channel<string>();
  /** Closed by `stop`; the mend alone looks at it. */
  readonly done = new Channel<never>();

  async run(initial: readonly string[], send: typeof sendEvent) {
    for (const event of initial) await send(this, event);
    for await (const event of this.input) await send(this, event);
    this.result.close();
  }

  stop(): void {
    this.input.close();
    this.done.close();
  }
}

async function sendEvent({ result }: CacheWatcher, event: string) {
  await result.send(event);
}

async function sendUnlessDone(watcher: CacheWatcher, event: string) {
  const { result, done } = watcher;
  await select({ sent: result.sending(event), done });
}

/** The watch times out before anything was taken from `result`. */
function program(send: typeof sendEvent): Promise<void> {
  const watcher = new CacheWatcher();
  go("watcher", () => watcher.run(["added", "modified"], send));
  watcher.stop();
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "kubernetes-38669",
  story:
    "A watch that had timed out stopped its cache watcher and took no more results. The watcher would have seen that its input was closed, but it stood before that, with a result to send.",
  mend: "To stop closes one channel more, and each result is sent in a select with it.",
  needs: [],
  stuck: "always",
  bug: () => program(sendEvent),
  mended: () => program(sendUnlessDone),
};
