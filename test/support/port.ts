// For servers that say nothing when they listen.

import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Knocks until somebody listens on `port`, for ten seconds. */
export async function accepts(port: number): Promise<void> {
  for (let knock = 0; knock < 500; knock++) {
    if (await isOpen(port)) return;
    await sleep(20);
  }
  throw new Error(`expected a server on port ${port}`);
}

/** Whether somebody listens on `port` now. */
export async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  const isOpen = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "close").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return isOpen;
}
