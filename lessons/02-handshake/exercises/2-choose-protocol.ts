import type { UpgradeRequest } from "../handshake.ts";

/**
 * The protocol to settle on: the first of `spoken` (the server's, best first)
 * that the client offers in `Sec-WebSocket-Protocol`, a list with commas.
 * `undefined` if there is none. Protocol names are compared exactly.
 */
export function chooseProtocol(
  request: UpgradeRequest,
  spoken: readonly string[],
): string | undefined {
  // TODO: promise only what the client has asked for.
  void request;
  return spoken[0];
}
