import assert from "node:assert/strict";
import { createServer } from "node:http";
import { greeting, listen } from "../http.ts";

type Attempt = typeof import("./1-health.solution.ts");

export default async function check({ watched }: Attempt): Promise<void> {
  const server = createServer(watched());
  const url = await listen(server, 0);
  try {
    const health = await fetch(`${url}/health`);
    assert.equal(await health.text(), "ok", "GET /health should answer ok");
    assert.match(
      health.headers.get("content-type") ?? "",
      /^text\/plain/,
      "ok should come as plain text",
    );
    const other = await fetch(`${url}/elsewhere`);
    assert.equal(
      await other.text(),
      greeting,
      "every other path should still answer the greeting",
    );
    const posted = await fetch(`${url}/health`, { method: "POST" });
    assert.equal(
      await posted.text(),
      greeting,
      "only GET asks for health: POST /health should answer the greeting",
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
