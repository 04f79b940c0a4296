// gRPC-Go, 2017: a dial that waits for its load balancer.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import type { Kernel } from "./kernel.ts";

class ClientConn {
  /** What the balancer tells: closed, if the dial is given up. */
  readonly addresses = new Channel<string>();
  /** Closed when there is a connection. */
  readonly done = new Channel<never>();
}

/** Says whether there was a connection. */
async function watch({ addresses, done }: ClientConn): Promise<boolean> {
  const connected: string[] = [];
  for await (const address of addresses) {
    if (connected.push(address) === 1) done.close();
  }
  return connected.length > 0;
}

async function watchAndTell(conn: ClientConn): Promise<void> {
  // Nobody need wait for it any more.
  if (!(await watch(conn))) conn.done.close();
}

function program(lbWatcher: (conn: ClientConn) => Promise<unknown>) {
  const conn = new ClientConn();
  go("dial", async () => {
    go("watcher", () => lbWatcher(conn));
    await conn.done.receive();
  });
  conn.addresses.close();
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "grpc-1424",
  story:
    "A dial started a goroutine that watches the balancer, and waited until it had made a connection. If the balancer closed before there was an address, the watcher ended without a word, and the goroutine of the dial waited on.",
  mend: "The watcher gives its word when it ends, connected or not.",
  needs: [],
  stuck: "always",
  bug: () => program(watch),
  mended: () => program(watchAndTell),
};
