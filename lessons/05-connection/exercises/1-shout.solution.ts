import type { Connection } from "../connection.ts";

const unsupportedData = 1003;

/**
 * Answers every text message in capitals. A binary message is none of its
 * business: it closes the connection with 1003, unsupported data.
 */
export function shout(connection: Connection): void {
  connection.onmessage = (message) =>
    typeof message === "string"
      ? connection.send(message.toUpperCase())
      : connection.close(unsupportedData);
}
