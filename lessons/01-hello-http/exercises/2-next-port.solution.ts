import type { Server } from "node:http";
import { listen, ListenError } from "../http.ts";

const attempts = 10;

/**
 * Listens on `port`, or, where that is taken, on the next one up, ten ports at
 * most. Resolves with the address. Any other error, and the tenth taken port,
 * reject as `listen` does.
 */
export async function listenNear(
  server: Server,
  port: number,
): Promise<string> {
  for (let next = port; ; next++) {
    try {
      return await listen(server, next);
    } catch (error) {
      const taken = error instanceof ListenError && error.code === "EADDRINUSE";
      if (!taken || next === port + attempts - 1) throw error;
    }
  }
}
