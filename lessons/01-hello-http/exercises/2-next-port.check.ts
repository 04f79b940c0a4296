import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { listen } from "../http.ts";

type Attempt = typeof import("./2-next-port.solution.ts");

export default async function check({ listenNear }: Attempt): Promise<void> {
  const first = createServer();
  const second = createServer();
  const closed = createServer();
  try {
    const taken = portOf(await listen(first, 0));

    const near = await listenNear(second, taken).catch((error: Error) =>
      assert.fail(`a taken port should lead to the next one: ${error.message}`),
    );
    const distance = portOf(near) - taken;
    assert.ok(
      distance >= 1 && distance < 10,
      `the port should be one of the nine above ${taken}, got ${near}`,
    );

    await assert.rejects(
      listenNear(closed, 65_536 + 1),
      "an error that is not a taken port should be passed on",
    );
  } finally {
    for (const server of [first, second, closed]) stop(server);
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function stop(server: Server): void {
  server.closeAllConnections();
  server.close();
}
