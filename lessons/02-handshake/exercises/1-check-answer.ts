import type { IncomingMessage } from "node:http";

/**
 * The client's half of the handshake (RFC 6455 §4.1): throws an `Error` unless
 * the answer is a 101 that upgrades to `websocket` (`Upgrade`, capitals do not
 * matter), lists `Upgrade` in `Connection`, and carries the accept key for `key`.
 */
export function checkAnswer(
  answer: Pick<IncomingMessage, "statusCode" | "headers">,
  key: string,
): void {
  // TODO: believe nothing that the answer does not prove.
  void [answer, key];
}
