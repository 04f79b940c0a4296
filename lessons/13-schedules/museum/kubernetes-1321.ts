// Kubernetes, 2014: one source of events, many who watch it.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class Watcher {
  readonly results = new Channel<string>();
  readonly stopped = new Channel<never>();
}

class Mux {
  readonly lock = new Mutex();
  readonly watchers = new Set<Watcher>();

  async watch(): Promise<Watcher> {
    await this.lock.lock();
    const watcher = new Watcher();
    this.watchers.add(watcher);
    this.lock.unlock();
    return watcher;
  }

  async distribute(
    event: string,
    send: (watcher: Watcher, event: string) => Promise<unknown>,
  ): Promise<void> {
    await this.lock.lock();
    for (const watcher of this.watchers) await send(watcher, event);
    this.lock.unlock();
  }

  async stopWatching(watcher: Watcher): Promise<void> {
    await this.lock.lock(); // … which `distribute` holds while it sends to us
    this.watchers.delete(watcher);
    watcher.results.close();
    this.lock.unlock();
  }
}

async function program(
  send: (watcher: Watcher, event: string) => Promise<unknown>,
): Promise<void> {
  const mux = new Mux();
  go("loop", () => mux.distribute("added", send));
  const watcher = await mux.watch();
  watcher.stopped.close(); // only the mended one looks there
  await mux.stopWatching(watcher);
}

export const kernel: Kernel = {
  name: "kubernetes-1321",
  story:
    "The hub of a watch held its lock while it sent an event to each watcher. A watcher that read no more wanted to leave, and to leave took the lock.",
  mend: "Let a watcher first say on a second channel that it has stopped: the send is a select that hears it.",
  needs: ["Mutex"],
  stuck: "never seen",
  bug: () => program(({ results }, event) => results.send(event)),
  mended: () =>
    program(({ results, stopped }, event) =>
      select({ sent: results.sending(event), stopped }),
    ),
};
