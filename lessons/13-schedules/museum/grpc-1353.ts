// gRPC, 2017: a balancer that hands round the addresses of servers.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

class RoundRobin {
  readonly lock = new Mutex();
  readonly addresses: Channel<string>;

  constructor(capacity: number) {
    this.addresses = new Channel(capacity);
  }

  async update(address: string): Promise<void> {
    await this.lock.lock();
    await this.addresses.send(address);
    this.lock.unlock();
  }

  /** What was not read yet is out of date: the new one takes its place. */
  async replace(address: string): Promise<void> {
    await this.lock.lock();
    this.addresses.tryReceive();
    await this.addresses.send(address);
    this.lock.unlock();
  }

  async down(): Promise<void> {
    await this.lock.lock(); // … which who sends to us may hold
    this.lock.unlock();
  }

  async close(): Promise<void> {
    await this.lock.lock();
    this.addresses.close();
    this.lock.unlock();
  }
}

/** Tears the old connection down for each address that comes. */
async function watch(balancer: RoundRobin): Promise<void> {
  const connection = new Mutex();
  while (!(await balancer.addresses.next()).done) {
    await connection.lock();
    await balancer.down();
    connection.unlock();
  }
}

async function program(
  balancer: RoundRobin,
  update: (address: string) => Promise<void>,
): Promise<void> {
  go("update", async () => {
    await update("10.0.0.1");
    await update("10.0.0.2");
    await balancer.close();
  });
  go("watch", () => watch(balancer));
}

function bug(): Promise<void> {
  const balancer = new RoundRobin(0);
  return program(balancer, (address) => balancer.update(address));
}

function mended(): Promise<void> {
  const balancer = new RoundRobin(1);
  return program(balancer, (address) => balancer.replace(address));
}

export const kernel: Kernel = {
  name: "grpc-1353",
  story:
    "The balancer held its lock while it sent a second address to its watcher. The watcher was tearing down a connection because of the first one, which ends in a call to the balancer that takes the lock.",
  mend: "Give the channel room for one address, and take an unread one out before sending the next: so the send never waits.",
  needs: ["Mutex"],
  stuck: "always",
  bug,
  mended,
};
