// What a benchmark says about itself: that a wrong answer costs the figure, that
// a wrong word is answered, and how its figures become a table.

import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { showTables } from "../docs/benchmark.ts";
import { attachEndpoints, echo } from "../lessons/05-connection/endpoints.ts";
import type { Endpoint } from "../lessons/05-connection/endpoints.ts";
import { EchoClient } from "./bench/wire/echo-client.ts";
import { type Load, prepare } from "./bench/wire/loads.ts";
import { summarise } from "./bench/wire/table.ts";

const load: Load = { name: "test", kind: "text", bytes: 1_000, window: 8 };
const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function talkTo(endpoint: Endpoint): Promise<number> {
  const server = createServer();
  attachEndpoints(server, { "/echo": endpoint });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = await EchoClient.open(port, prepare(load));
  stops.push(() => (client.hangUp(), server.close()));
  return client.talk(load.window, 20);
}

test("the generator of the echo counts what comes back", async () => {
  let heard = 0;

  const answered = await talkTo((connection) => {
    echo(connection);
    const { onmessage } = connection;
    connection.onmessage = (message) => (heard++, onmessage(message));
  });

  expect(answered).toBeGreaterThan(load.window);
  expect(answered).toBe(heard);
});

test("one wrong byte in an echo costs the server its figure", async () => {
  let heard = 0;

  const answered = talkTo((connection) => {
    connection.onmessage = (message) => {
      const text = message.toString();
      return connection.send(++heard === 20 ? `${text.slice(1)}!` : text);
    };
  });

  await expect(answered).rejects.toThrow("an answer was wrong");
});

test("a server that hangs up gets no figure", async () => {
  const answered = talkTo((connection) => {
    connection.onmessage = () => connection.destroy();
  });

  await expect(answered).rejects.toThrow("the server hung up");
});

test("a ratio is taken within a repetition, before the median", () => {
  const repetitions = [
    { rendezvous: 1, ws: 2 },
    { rendezvous: 9, ws: 10 },
    { rendezvous: 3, ws: 30 },
  ].map((figures) => new Map([["an echo", figures]]));

  const [row] = summarise(repetitions);

  expect(row?.cells["ws"]).toEqual({ value: 10, least: 2, greatest: 30 });
  expect(row?.cells["÷ ws"]).toEqual({
    value: 0.5,
    least: 0.1,
    greatest: 0.9,
  });
});

test("the figures of the wire are shown as an echo and as a broadcast", () => {
  const rows = summarise([
    new Map([
      ["an echo", { rendezvous: 1, ws: 2 }],
      ["broadcast, one in flight", { rendezvous: 6, net: 5 }],
    ]),
  ]);
  const recorded = { date: "", node: "", repetitions: 1, versions: {}, rows };

  const [first, second] = showTables("wire", recorded);

  expect(first?.headings).toEqual(["", "rendezvous", "ws", "÷ ws"]);
  expect(first?.lines).toEqual([["an echo", "1.00", "2.00", "0.50"]]);
  expect(second?.headings).toEqual(["", "rendezvous", "net", "÷ net"]);
  expect(second?.lines).toEqual([
    ["broadcast, one in flight", "6.00", "5.00", "1.20"],
  ]);
});

test("the ratios of several repetitions are shown with their range", () => {
  const rows = summarise([
    new Map([["an echo", { rendezvous: 1, ws: 2 }]]),
    new Map([["an echo", { rendezvous: 3, ws: 2 }]]),
  ]);
  const recorded = { date: "", node: "", repetitions: 2, versions: {}, rows };

  const [table] = showTables("wire", recorded);

  expect(table?.lines).toEqual([
    ["an echo", "2.00", "2.00", "1.00 (0.50–1.50)"],
  ]);
});

test("a benchmark answers a server it does not know with one sentence", () => {
  const words = ["test/bench/bench.ts", "wire", "--only", "ws,socket"];
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", ...words],
    { cwd: `${import.meta.dirname}/..`, encoding: "utf8", timeout: 10_000 },
  );

  expect(stderr).toBe(
    'expected --only to name some of rendezvous, ws, net, got "ws,socket"\n',
  );
  expect(status).toBe(1);
});
