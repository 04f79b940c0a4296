// Strangers who take their time before the handshake, or have too much to say in
// it. The limits are short here, so that their end need not be waited for.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect as dial, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { answerPlainRequest } from "../../lessons/02-handshake/handshake.ts";
import { connect } from "../../lessons/05-connection/client.ts";
import {
  attachEndpoints,
  echo,
} from "../../lessons/05-connection/endpoints.ts";
import {
  defaultLimits,
  limitsFor,
  serverOptions,
} from "../../lessons/05-connection/limits.ts";
import { latch } from "../support/connection.ts";

const limits = limitsFor(1024, {
  handshakeTimeoutMs: 100,
  maxHeaderBytes: 1024,
});
const lastNoticedMs = 120; // a fifth of the time later
const slackMs = 400; // a machine may have other things to do

const pageFile = "lessons/05-connection/README.md";
const begun = "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n";

async function startEcho() {
  const server = createServer(serverOptions(limits), answerPlainRequest);
  const stop = attachEndpoints(server, { "/echo": echo }, limits);
  const url = await listen(server, 0);
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await stop();
  });
  return { server, url };
}

/** Somebody at `url` who has not said anything yet. */
async function stranger(url: string): Promise<Socket> {
  const socket = dial({
    port: Number(new URL(url).port),
    host: "localhost",
    allowHalfOpen: true,
  });
  socket.on("error", () => undefined); // a reset is an end as well
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** What `server` answers somebody who never hangs up, and when all is over. */
async function end(socket: Socket, server: Server) {
  const came = Date.now();
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  await new Promise((resolve) =>
    socket.once("end", resolve).once("close", resolve),
  );
  await expect.poll(() => countSockets(server), { interval: 5 }).toBe(0);
  return { status: answer.split(" ")[1], ms: Date.now() - came };
}

async function countSockets(server: Server): Promise<number> {
  const [count, done] = latch<number>();
  server.getConnections((_error, sockets) => done(sockets));
  return count;
}

/** Says `words` byte by byte until nobody listens any more. */
async function drip(socket: Socket, words: string, everyMs: number) {
  for (const byte of words) {
    if (!socket.writable) return;
    socket.write(byte);
    await sleep(everyMs);
  }
}

describe("a stranger is refused, and the socket is gone in time, who", () => {
  test("says nothing", async () => {
    const { server, url } = await startEcho();
    const socket = await stranger(url);

    const { status, ms } = await end(socket, server);

    expect(status).toBe("408");
    expect(ms).toBeLessThan(lastNoticedMs + slackMs);
  });

  test("says a byte of the request now and then", async () => {
    const { server, url } = await startEcho();
    const socket = await stranger(url);

    const dripped = drip(socket, begun.repeat(10), 5);
    const { status, ms } = await end(socket, server);
    socket.destroy();
    await dripped;

    expect(status).toBe("408");
    expect(ms).toBeLessThan(lastNoticedMs + slackMs);
  });

  test.each([
    ["a path without end", "GET /"],
    ["a header without end", `${begun}Cookie: `],
    ["a name of a header without end", begun],
  ])("has %s", async (_what, words) => {
    const { server, url } = await startEcho();
    const socket = await stranger(url);

    socket.write(words + "x".repeat(limits.maxHeaderBytes));

    expect((await end(socket, server)).status).toBe("431");
  });

  test("has headers without end", async () => {
    const { server, url } = await startEcho();
    const socket = await stranger(url);

    socket.write(begun + "a: b\r\n".repeat(limits.maxHeaderBytes / 2));

    expect((await end(socket, server)).status).toBe("431");
  });
});

test("strangers who take their time keep no client waiting", async () => {
  const { url } = await startEcho();
  const client = await connect(`${url.replace("http", "ws")}/echo`);
  const strangers = await Promise.all(
    Array.from({ length: 50 }, () => stranger(url)),
  );
  const dripped = strangers.map((socket) => drip(socket, begun, 5));
  let slowestMs = 0;

  for (let count = 0; count < 20; count++) {
    const [echoed, onmessage] = latch<unknown>();
    client.onmessage = onmessage;
    const sent = performance.now();
    await client.send(`${count}`);
    expect(await echoed).toBe(`${count}`);
    slowestMs = Math.max(slowestMs, performance.now() - sent);
    await sleep(5);
  }

  expect(slowestMs).toBeLessThan(slackMs);
  await Promise.all(dripped);
  await client.close();
});

test("a client has the whole of its time and no more", async () => {
  const { url } = await startEcho();
  const socket = await stranger(url);

  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const rest = `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n${key}\r\n`;
  await sleep(limits.handshakeTimeoutMs / 2);
  socket.write(begun + rest);
  const [answer] = (await once(socket, "data")) as [Buffer];
  await sleep(2 * limits.handshakeTimeoutMs);
  socket.write(Buffer.from("818200000000" + "6869", "hex"));
  const [echoed] = (await once(socket, "data")) as [Buffer];

  expect(answer.toString()).toMatch(/^HTTP\/1.1 101 /);
  expect(echoed.toString("hex")).toBe("81026869");
});

test("a server gives a request 10 s and 16 KiB unless it is told otherwise", () => {
  expect(serverOptions()).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 20_000,
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16_384,
  });
  expect(serverOptions({ ...defaultLimits, maxHeaderBytes: 1 })).toMatchObject({
    maxHeaderSize: 1,
  });
});

test("the page of the lesson names every limit and its default", () => {
  const page = readFileSync(pageFile, "utf8");
  const rows = page.matchAll(/^\| `(\w+)` +\| ([\d,]+) /gm);

  const named = [...rows].map(([, name, value = ""]) => [
    name,
    Number(value.replaceAll(",", "")),
  ]);

  expect(Object.fromEntries(named)).toEqual(defaultLimits);
});
