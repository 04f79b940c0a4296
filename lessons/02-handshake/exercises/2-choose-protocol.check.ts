import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { acceptUpgrade, type UpgradeRequest } from "../handshake.ts";

type Attempt = typeof import("./2-choose-protocol.solution.ts");

const spoken = ["chat.v2", "chat.v1"];

function offering(offer?: string): UpgradeRequest {
  const headers: Record<string, string | undefined> = {
    host: "chat.example",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
    "sec-websocket-protocol": offer,
  };
  return { method: "GET", httpVersion: "1.1", headers };
}

export default function check({ chooseProtocol }: Attempt): void {
  const chosen = (offer?: string) => chooseProtocol(offering(offer), spoken);

  assert.equal(chosen(), undefined, "no offer should lead to no protocol");
  assert.equal(chosen("chat.v1"), "chat.v1", "the only offer should be taken");
  assert.equal(
    chosen("chat.v1, chat.v2"),
    "chat.v2",
    "the server's order should decide, not the client's",
  );
  assert.equal(
    chosen("chat.v1,\tmqtt"),
    "chat.v1",
    "blanks and tabs around a comma are not part of a name",
  );
  assert.equal(
    chosen("superchat.v2"),
    undefined,
    "superchat.v2 contains chat.v2 and is still another name",
  );
  assert.equal(
    chosen("CHAT.V2"),
    undefined,
    "protocol names are compared exactly, capitals too",
  );

  const socket = new PassThrough();
  const protocol = chosen("chat.v1, chat.v2") ?? "";
  acceptUpgrade(offering("chat.v1, chat.v2"), socket, { protocol });
  assert.match(
    String(socket.read()),
    /Sec-WebSocket-Protocol: chat\.v2\r\n/,
    "acceptUpgrade should announce the choice",
  );
}
