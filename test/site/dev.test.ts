import { once } from "node:events";
import { join } from "node:path";
import { createServer } from "vitepress";
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { root } from "../../docs/.vitepress/repository.ts";
import { connect } from "../../lessons/05-connection/client.ts";
import { startNpm } from "../support/demo.ts";

vi.setConfig({ testTimeout: 20_000 });

async function startSite(): Promise<string> {
  const server = await createServer(join(root, "docs"), { port: 0 });
  onTestFinished(() => server.close());
  await server.listen();
  return server.resolvedUrls?.local[0] ?? "";
}

test("the site that is being written has the chat and its server", async () => {
  const home = await startSite();
  const page = await fetch(`${home}chat/`);
  const alice = await connect(`${home.replace("http", "ws")}chat/ws`);

  const heard = new Promise((resolve) => (alice.onmessage = resolve));
  await alice.send("hello");
  expect(await heard).toBe("hello");
  expect(page.status).toBe(200);
  await alice.close();
});

test("the chat leaves Vite its own WebSocket", async () => {
  const home = await startSite();
  const vite = new WebSocket(home.replace("http", "ws"), "vite-hmr");

  const [hello] = (await once(vite, "message")) as [Buffer];
  expect(hello.toString()).toBe('{"type":"connected"}');
  vite.ping();
  await once(vite, "pong");
});

// On Windows no program hears a signal.
const onUnix = test.skipIf(process.platform === "win32");

onUnix("npm run docs:dev stops when npm is told to", async () => {
  const dev = await startNpm("run docs:dev -- --port 0");
  expect((await fetch(dev.url)).status).toBe(200);

  await dev.stop("SIGTERM");
  await expect(fetch(dev.url)).rejects.toThrow();
});
