import type { IncomingMessage } from "node:http";
import { acceptKey } from "../handshake.ts";

/**
 * The client's half of the handshake (RFC 6455 §4.1): throws an `Error` unless
 * the answer is a 101 that upgrades to `websocket` (`Upgrade`, capitals do not
 * matter), lists `Upgrade` in `Connection`, and carries the accept key for `key`.
 */
export function checkAnswer(
  answer: Pick<IncomingMessage, "statusCode" | "headers">,
  key: string,
): void {
  const { statusCode, headers } = answer;
  const options = (headers.connection ?? "").toLowerCase().split(",");

  if (statusCode !== 101) throw new Error(`expected 101, got ${statusCode}`);
  if (headers.upgrade?.toLowerCase() !== "websocket")
    throw new Error("expected Upgrade: websocket");
  if (!options.some((option) => option.trim() === "upgrade"))
    throw new Error("expected Connection: Upgrade");
  if (headers["sec-websocket-accept"] !== acceptKey(key))
    throw new Error("expected the accept key for our key");
}
