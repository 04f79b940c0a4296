import assert from "node:assert/strict";
import { createServer } from "node:http";
import { listen } from "../../01-hello-http/http.ts";
import { connect } from "../client.ts";
import type { Connection } from "../connection.ts";
import { attachEndpoints } from "../endpoints.ts";

type Attempt = typeof import("./2-is-alive.solution.ts");

export default async function check({ isAlive }: Attempt): Promise<void> {
  const server = createServer();
  const entered: Connection[] = [];
  const stop = attachEndpoints(server, { "/": (peer) => entered.push(peer) });
  const url = await listen(server, 0);
  const client = await connect(url.replace("http", "ws"));
  try {
    const [peer] = entered;
    assert.ok(peer);
    assert.ok(await isAlive(peer, 2_000), "a peer that answers is alive");

    client.pause(); // it reads nothing now, so it answers nothing
    assert.ok(
      !(await isAlive(peer, 50)),
      "a peer that does not answer in time is not alive",
    );
  } finally {
    client.destroy();
    await stop();
    server.close();
  }
}
