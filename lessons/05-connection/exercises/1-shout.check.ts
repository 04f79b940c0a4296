import assert from "node:assert/strict";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../01-hello-http/http.ts";
import { connect } from "../client.ts";
import { attachEndpoints } from "../endpoints.ts";

type Attempt = typeof import("./1-shout.solution.ts");

const patienceMs = 300;

export default async function check({ shout }: Attempt): Promise<void> {
  const server = createServer();
  const stop = attachEndpoints(server, { "/": shout });
  const url = await listen(server, 0);
  const client = await connect(url.replace("http", "ws"));
  try {
    const answer = new Promise((resolve) => (client.onmessage = resolve));
    await client.send("héllo");
    assert.ok(
      (await Promise.race([answer, sleep(patienceMs)])) === "HÉLLO",
      'the text "héllo" should be answered with "HÉLLO"',
    );

    const closed = new Promise((resolve) => (client.onclose = resolve));
    await client.send(Uint8Array.of(1, 2, 3));
    assert.ok(
      (await Promise.race([closed, sleep(patienceMs)])) === 1003,
      "a binary message should be answered by a close with code 1003",
    );
  } finally {
    client.destroy();
    await stop();
    server.close();
  }
}
