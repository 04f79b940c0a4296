import type { Connection } from "../connection.ts";

/**
 * Answers every text message in capitals. A binary message is none of its
 * business: it closes the connection with 1003, unsupported data.
 */
export function shout(connection: Connection): void {
  // TODO: what should happen when a message comes?
  connection.onmessage = () => undefined;
}
