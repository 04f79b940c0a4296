// etcd, 2017: the tester that holds elections, one after the other.

import { sleep } from "../../06-goroutines/program.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import { WaitGroup } from "../../11-sync/waitgroup.ts";
import type { Kernel } from "./kernel.ts";

const termMs = 10;

class Election {
  readonly lock = new Mutex();
  next = new Channel<never>();

  async round(
    isLeader: boolean,
    release: (isLeader: boolean, next: Channel<never>) => Promise<void>,
  ): Promise<void> {
    await this.lock.lock();
    const { next } = this;
    this.lock.unlock();
    await sleep(termMs);
    await release(isLeader, next);
  }

  /** The leader opens the next round; a follower waits until it has. */
  async release(isLeader: boolean, next: Channel<never>): Promise<void> {
    if (isLeader) {
      this.next.close();
      this.next = new Channel();
    }
    await next.receive();
  }

  async releaseLocked(isLeader: boolean, next: Channel<never>): Promise<void> {
    await this.lock.lock();
    await this.release(isLeader, next); // … while the leader needs the lock
    this.lock.unlock();
  }
}

async function program(
  release: (
    election: Election,
    isLeader: boolean,
    next: Channel<never>,
  ) => Promise<void>,
): Promise<void> {
  const election = new Election();
  const clients = new WaitGroup();
  for (const isLeader of [true, false]) {
    clients.go(() =>
      election.round(isLeader, (...ends) => release(election, ...ends)),
    );
  }
  await clients.wait();
}

export const kernel: Kernel = {
  name: "etcd-7902",
  story:
    "In a test of elections, every client ended its round under a common lock, and a follower waited there until the leader had opened the next round. The leader needed the lock for that.",
  mend: "End a round without the lock.",
  needs: ["Mutex", "WaitGroup"],
  stuck: "always",
  bug: () => program((election, ...ends) => election.releaseLocked(...ends)),
  mended: () => program((election, ...ends) => election.release(...ends)),
};
