import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const failing = (handler: string) => `
  import { createServer } from "node:http";
  import { connect } from "./lessons/05-connection/client.ts";
  import { ConnectionError } from "./lessons/05-connection/connection.ts";
  import { acceptConnection } from "./lessons/05-connection/websocket.ts";
  const server = createServer().on("upgrade", (...request) => {
    acceptConnection(...request).onmessage = ${handler};
  });
  const tell = (event) => process.on(event, (error) => console.log(event, error.message));
  ["uncaughtException", "unhandledRejection"].forEach(tell);
  server.listen(0, async () => {
    const client = await connect("ws://localhost:" + server.address().port);
    client.onclose = (code, reason) => { console.log(code, reason); server.close(); };
    client.send("hi");
  });
`;

describe("a handler that fails", () => {
  test.each([
    ["throws", "() => { throw new Error('oh no') }"],
    [
      "fails to send to somebody else",
      "() => Promise.reject(new ConnectionError('NOT_OPEN', 'oh no'))",
    ],
    ["rejects", "() => Promise.reject(new Error('oh no'))"],
  ])("because it %s closes with 1011 and is heard", (_how, handler) => {
    const root = join(import.meta.dirname, "../..");
    const words = [
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      failing(handler),
    ];

    const { stdout } = spawnSync(process.execPath, words, { cwd: root });

    expect(stdout.toString()).toContain("uncaughtException oh no");
    expect(stdout.toString()).toContain("1011 a message could not be handled");
  });
});
