// etcd, 2017: a client that stays with one of several servers.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

type Address = "one" | "two";

const all: readonly Address[] = ["one", "two"];

/** Says to which servers gRPC should keep a connection. */
class Balancer {
  readonly notices = new Channel<readonly Address[]>(1);
  readonly lock = new Mutex();
  isClosed = false;
  pinned: Address | undefined;

  /** A connection to `address` is there: the first shall be the only one. */
  async up(address: Address): Promise<void> {
    await this.lock.lock();
    if (!this.isClosed && this.pinned === undefined) await this.pin(address);
    this.lock.unlock();
  }

  async down(address: Address): Promise<void> {
    await this.lock.lock();
    if (this.pinned === address) await this.pin(undefined);
    this.lock.unlock();
  }

  protected async pin(address: Address | undefined): Promise<void> {
    this.pinned = address;
    await this.notices.send(address ? [address] : all); // under the lock
  }

  async close(): Promise<void> {
    await this.lock.lock();
    this.isClosed = true;
    this.pinned = undefined;
    this.end();
    this.lock.unlock();
  }

  protected end(): void {
    this.notices.close();
  }
}

/** One goroutine sends all notices, without the lock. */
class SerialBalancer extends Balancer {
  readonly changed = new Channel<void>(1);
  readonly stop = new Channel<never>();

  constructor() {
    super();
    go("notify", () => this.notify());
  }

  async notify(): Promise<void> {
    const { changed, notices, stop } = this;
    while ((await select({ changed, stop })).case === "changed") {
      await this.lock.lock();
      const addresses = this.pinned ? [this.pinned] : all;
      this.lock.unlock();
      await select({ sent: notices.sending(addresses), stop });
    }
    notices.close();
  }

  protected override async pin(address: Address | undefined): Promise<void> {
    this.pinned = address;
    this.changed.trySend();
  }

  protected override end(): void {
    this.stop.close();
  }
}

/** gRPC's side of it: a connection to one server. */
class Connection {
  readonly lock = new Mutex();
  readonly balancer: Balancer;
  readonly address: Address;
  isUp = false;

  constructor(balancer: Balancer, address: Address) {
    this.balancer = balancer;
    this.address = address;
  }

  async connect(): Promise<void> {
    await this.lock.lock();
    this.isUp = true;
    await this.balancer.up(this.address);
    this.lock.unlock();
  }

  /** It was lost, or is not wanted any more. */
  async tearDown(): Promise<void> {
    await this.lock.lock();
    if (this.isUp) await this.balancer.down(this.address);
    this.isUp = false;
    this.lock.unlock();
  }
}

/** Does what the notices say. */
async function watch(balancer: Balancer): Promise<void> {
  const connections = new Map<Address, Connection>();
  for await (const addresses of balancer.notices) {
    for (const address of addresses) {
      if (connections.has(address)) continue;
      const connection = new Connection(balancer, address);
      connections.set(address, connection);
      go(address, async () => {
        await connection.connect();
        if (address === "one") await connection.tearDown(); // it is lost
      });
    }
    for (const [address, connection] of connections) {
      if (addresses.includes(address)) continue;
      connections.delete(address);
      await connection.tearDown();
    }
  }
}

async function program(balancer: Balancer): Promise<void> {
  balancer.notices.trySend(all);
  go("watch", () => watch(balancer));
  await balancer.close();
}

export const kernel: Kernel = {
  name: "etcd-7443",
  story:
    "A client told gRPC which connections to keep by notices that it sent while it held its lock. The only reader of the notices was tearing a connection down, for which it waited for that lock, or for somebody who held it.",
  mend: "Let one goroutine send all notices, without the lock, until the client is closed.",
  needs: ["Mutex"],
  stuck: "never seen",
  bound: 1,
  bug: () => program(new Balancer()),
  mended: () => program(new SerialBalancer()),
};
