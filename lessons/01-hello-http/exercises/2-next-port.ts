import type { Server } from "node:http";
import { listen } from "../http.ts";

/**
 * Listens on `port`, or, where that is taken, on the next one up, ten ports at
 * most. Resolves with the address. Any other error, and the tenth taken port,
 * reject as `listen` does.
 */
export async function listenNear(
  server: Server,
  port: number,
): Promise<string> {
  // TODO: one taken port is no reason to give up.
  return listen(server, port);
}
