import type { Connection } from "../connection.ts";

/**
 * Whether the peer is still there: pings it and resolves with true when the pong
 * comes within `patienceMs` milliseconds, with false when it does not.
 */
export async function isAlive(
  connection: Connection,
  patienceMs: number,
): Promise<boolean> {
  let patience: NodeJS.Timeout | undefined;
  const answer = new Promise<boolean>((resolve) => {
    connection.onpong = () => resolve(true);
    patience = setTimeout(() => resolve(false), patienceMs);
  });
  await connection.ping();
  return answer.finally(() => clearTimeout(patience));
}
