// etcd, 2017: the tokens of users who have logged in, and how they end.

import { go } from "../../06-goroutines/goroutine.ts";
import { sleep } from "../../06-goroutines/program.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Ticker } from "../../10-time/timer.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import { WaitGroup } from "../../11-sync/waitgroup.ts";
import type { Kernel } from "./kernel.ts";

const resolutionMs = 1; // how often old tokens are looked for

/** Who has which token. */
interface Tokens {
  assign(user: string): Promise<void>;
  disable(): Promise<void>;
}

/** The keeper is told by a channel, and alone knows how old the tokens are. */
class ToldTokens implements Tokens {
  readonly lock = new Mutex();
  readonly added = new Channel<string>(1);
  readonly stop = new Channel<Channel<void>>();

  constructor() {
    go("keep", () => this.keep());
  }

  async assign(user: string): Promise<void> {
    await this.lock.lock();
    await this.added.send(user); // … to a keeper who may need the lock first
    this.lock.unlock();
  }

  async keep(): Promise<void> {
    const { added, stop } = this;
    const ticker = new Ticker(resolutionMs);
    const old = new Set<string>();
    for (;;) {
      const chosen = await select({ added, tick: ticker.channel, stop });
      if (chosen.case === "stop") {
        ticker.stop();
        return chosen.value?.send();
      }
      if (chosen.case === "tick") await this.deleteAll(old);
      else if (!chosen.done) old.add(chosen.value);
    }
  }

  async deleteAll(old: Set<string>): Promise<void> {
    for (const user of old) {
      await this.lock.lock();
      old.delete(user);
      this.lock.unlock();
    }
  }

  async disable(): Promise<void> {
    const stopped = new Channel<void>();
    await this.stop.send(stopped);
    await stopped.receive();
  }
}

/** The keeper looks at the tokens itself, under the lock. */
class SharedTokens implements Tokens {
  readonly lock = new Mutex();
  readonly stop = new Channel<never>();
  readonly stopped = new Channel<never>();
  readonly old = new Set<string>();

  constructor() {
    go("keep", () => this.keep());
  }

  async assign(user: string): Promise<void> {
    await this.lock.lock();
    this.old.add(user);
    this.lock.unlock();
  }

  async keep(): Promise<void> {
    const { stop } = this;
    const ticker = new Ticker(resolutionMs);
    while ((await select({ tick: ticker.channel, stop })).case === "tick") {
      await this.lock.lock();
      this.old.clear();
      this.lock.unlock();
    }
    ticker.stop();
    this.stopped.close();
  }

  async disable(): Promise<void> {
    this.stop.close();
    await this.stopped.receive();
  }
}

async function program(tokens: Tokens): Promise<void> {
  await tokens.assign("alice");
  await sleep(resolutionMs); // so did the project's own test
  const users = new WaitGroup();
  users.go(() => tokens.assign("bob"));
  users.go(() => tokens.assign("carol"));
  await users.wait();
  await tokens.disable();
}

export const kernel: Kernel = {
  name: "etcd-7492",
  story:
    "Who logged in sent the new token down a channel while the lock on all tokens was held. The keeper at the other end had begun to delete old tokens, for which it wanted the lock, and the channel was full.",
  mend: "Do without the channel: the keeper and those who log in share the tokens, under the lock.",
  needs: ["Mutex", "WaitGroup"],
  stuck: "never seen",
  bound: 1,
  bug: () => program(new ToldTokens()),
  mended: () => program(new SharedTokens()),
};
