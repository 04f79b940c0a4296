// gRPC, 2017: pings that keep a connection alive.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class Client {
  readonly lock = new Mutex();
  /** Full, but while pings pause: then there is room to wake them. */
  readonly awaken = new Channel<void>(1);
  activeStreams = 0;

  constructor() {
    this.awaken.trySend();
  }

  async keepAlive(sleep: (client: Client) => Promise<unknown>): Promise<void> {
    await this.lock.lock();
    if (this.activeStreams > 0) return this.lock.unlock();
    await this.awaken.receive(); // make room
    await sleep(this);
  }

  async sleep(): Promise<void> {
    await this.awaken.receive(); // … from somebody who needs the lock first
    this.lock.unlock();
  }

  async sleepUnlocked(): Promise<void> {
    this.lock.unlock();
    await this.awaken.receive();
  }

  async newStream(): Promise<void> {
    await this.lock.lock();
    this.activeStreams++;
    const isFirst = this.activeStreams === 1;
    const wakes = isFirst && this.awaken.trySend();
    if (wakes) await this.awaken.send(); // full again
    this.lock.unlock();
  }
}

async function program(
  sleep: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client();
  go("keepAlive", () => client.keepAlive(sleep));
  go("newStream", () => client.newStream());
}

export const kernel: Kernel = {
  name: "grpc-1460",
  story:
    "A connection without streams sends no pings: the goroutine that sends them waited for the first stream, and held the connection's lock while it did. To make a stream takes that lock, so none was ever made.",
  mend: "Give the lock up before waiting.",
  needs: ["Mutex"],
  stuck: "always",
  bug: () => program((client) => client.sleep()),
  mended: () => program((client) => client.sleepUnlocked()),
};
