import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import { attachEndpoints } from "../../lessons/05-connection/endpoints.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import { external } from "../../lessons/06-goroutines/external.ts";
import { go } from "../../lessons/06-goroutines/goroutine.ts";
import { run } from "../../lessons/06-goroutines/program.ts";
import { Channel } from "../../lessons/07-channels/channel.ts";
import { Client, serve } from "../../lessons/15-broadcast/client.ts";
import { Hub } from "../../lessons/15-broadcast/hub.ts";
import { type Wire, wires } from "../../lessons/16-chat/wire.ts";
import {
  page,
  plainClient,
  rawClient,
  shakeHands,
  startChat,
  stranger,
  wireNames,
} from "./16-chat.peers.ts";

// A zero mask leaves the payload readable: 81 82 00000000 6869 is "hi".
const violations: [what: string, frames: string, code: number][] = [
  ["an unmasked frame (RFC 6455 §5.1)", "8102 6869", 1002],
  ["a reserved bit (§5.2)", "c182 00000000 6869", 1002],
  ["an unknown opcode (§5.2)", "8380 00000000", 1002],
  ["a ping in fragments (§5.5)", "0980 00000000", 1002],
  ["a continuation of nothing (§5.4)", "8080 00000000", 1002],
  ["text that is not UTF-8 (§8.1)", "8181 00000000 ff", 1007],
  ["a message of 64 KiB and a byte", "82ff 0000000000010001 00000000", 1009],
];

describe.each(wireNames)("on the wire %s", (wire) => {
  describe("a client that sends", () => {
    test.each(violations)("%s is told %s %i", async (_what, frames, code) => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);
      const bad = await shakeHands(chat.port);

      bad.send(`8182 00000000 6869 ${frames} 8182 00000000 6869`);
      const answer = await bad.rest();
      alice.say("still here");

      expect(answer.slice(0, 2)).toBe("88");
      expect(parseInt(answer.slice(4, 8), 16)).toBe(code);
      expect(answer.slice(2, 4) === "02").toBe(wire === "ws"); // no reason
      expect(await alice.hearAll(2)).toEqual(["hi", "still here"]);
    });
  });

  test("a client in the middle of a message keeps nobody waiting", async () => {
    const chat = await startChat(wire);
    const alice = await plainClient(chat);
    const bob = await plainClient(chat);
    const bad = await shakeHands(chat.port, [], "0181 00000000 68 8085 0000");

    alice.say("hello");

    expect([await alice.hear(), await bob.hear()]).toEqual(["hello", "hello"]);
    expect(await bad.read(7)).toBe("810568656c6c6f");
  });

  test("a client that does not read keeps nobody waiting", async () => {
    const chat = await startChat(wire);
    const alice = await plainClient(chat);
    const bad = await shakeHands(chat.port);
    bad.socket.pause();
    const long = "x".repeat(64 * 1024);

    for (let count = 0; count < 320; count++) alice.say(long);
    const heard = await alice.hearAll(320);

    expect(new Set(heard)).toEqual(new Set([long]));
  });

  test("a client that does not read is let go, and the others are told", async () => {
    const chat = await startChat(wire);
    const alice = await page(chat, "alice");
    const bob = await page(chat, "bob");
    await alice.told();
    const robot = await plainClient(chat);
    bob.socket.pause();
    const long = "x".repeat(64 * 1024);
    let left = false;
    alice.socket.on("message", (data: Buffer) => {
      left ||= data.includes('"left"');
    });

    while (!left) {
      robot.say(long);
      await robot.hear();
    }

    expect(left).toBe(true);
  });

  describe("a handshake", () => {
    test("on another path is answered 404, and its socket closed", async () => {
      const { port } = await startChat(wire);
      const peer = rawClient(port);

      peer.socket.write(handshake("/chat"));
      const answer = Buffer.from(await peer.rest(), "hex").toString();

      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer).toContain("expected one of /ws");
    });

    test.each(["/ws/", "/ws?from=here"])("on %s is accepted", async (path) => {
      const { port } = await startChat(wire);
      const peer = rawClient(port);

      peer.socket.write(handshake(path));

      expect(await peer.head()).toMatch(/^HTTP\/1\.1 101 /);
    });

    test.each([
      ["never ends", "GET /ws HTTP/1.1\r\nHost: local"],
      ["never begins", ""],
    ])("that %s times out", async (_what, part) => {
      const limits = { ...defaultLimits, handshakeTimeoutMs: 50 };
      const { port } = await startChat(wire, { limits });
      const peer = rawClient(port);

      peer.socket.write(part);
      const answer = Buffer.from(await peer.rest(), "hex").toString();

      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    });

    test("of more than 16 KiB is answered 431, and its socket closed", async () => {
      const { port } = await startChat(wire);
      const peer = rawClient(port);

      peer.socket.write("GET /ws HTTP/1.1\r\n" + "a: b\r\n".repeat(8_192));
      const answer = Buffer.from(await peer.rest(), "hex").toString();

      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    });
  });

  describe("the heartbeat", () => {
    test("lets go of a client that does not answer", async () => {
      const chat = await startChat(wire, { heartbeatMs: 40 });
      const alice = await shakeHands(chat.port);

      expect(await alice.rest()).toBe("8900");
    });

    test("keeps the client that answers", async () => {
      const { beats, ...chat } = await startHub(wire);
      const alice = await plainClient(chat);
      const silent = await shakeHands(chat.port);
      alice.say("are you there?");
      await Promise.all([alice.hear(), silent.read(16)]);

      for (let beat = 0; beat < 3; beat++) {
        beats.trySend();
        await once(alice.socket, "ping");
        alice.say("I am"); // the pong has gone before it
        await alice.hear();
      }

      expect(await silent.rest()).toBe("890081044920616d");
      expect(alice.socket.readyState).toBe(alice.socket.OPEN);
    });
  });

  describe("when the server goes", () => {
    test("everybody is told 1001, those too that have not joined", async () => {
      const chat = await startChat(wire);
      const all = [
        await plainClient(chat),
        await page(chat, "alice"),
        await stranger(chat),
      ];

      await chat.stop();

      const codes = await Promise.all(all.map(({ closed }) => closed));
      expect(codes).toEqual(["1001", "1001", "1001"]);
    });

    test("a page that has not joined waits for nobody", async () => {
      const chat = await startChat(wire);
      const silent = await shakeHands(chat.port);
      const late = await stranger(chat);

      const stopped = chat.stop();
      const first = await Promise.race([late.closed, silent.rest()]);
      await stopped;

      expect(first).toBe("1001");
    });

    test("what was said is delivered first", async () => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);
      const bob = await plainClient(chat);

      alice.say("first");
      await alice.hear();
      for (let count = 0; count < 100; count++) alice.say(`${count}`);
      alice.socket.ping();
      await once(alice.socket, "pong"); // it has read all that came before
      await chat.stop();

      expect(await bob.closed).toBe("1001");
      expect(bob.unheard).toHaveLength(101);
    });

    test("a client that never answers is not waited for", async () => {
      const chat = await startChat(wire);
      const silent = await shakeHands(chat.port);

      const started = Date.now();
      await chat.stop();

      expect(Date.now() - started).toBeLessThan(2_000);
      expect(await silent.rest()).toBe("880203e9");
    });

    test("whoever comes too late is told the same", async () => {
      const chat = await startChat(wire);
      await chat.stop();

      const late = await plainClient(chat);

      expect(await late.closed).toBe("1001");
    });

    test("to stop twice is to stop once", async () => {
      const chat = await startChat(wire);

      await Promise.all([chat.stop(), chat.stop()]);
      await chat.stop();
    });
  });
});

function handshake(path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    "Host: localhost",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "\r\n",
  ].join("\r\n");
}

/** A hub by itself, whose heart beats when the test says so. */
async function startHub(wire: Wire) {
  const hub = new Hub<Message>((message) =>
    encodeFrame({ opcode: opcodes.text, payload: Buffer.from(message) }),
  );
  const beats = new Channel<void>(1);
  const arrivals = new Channel<Client>(8);
  const server = createServer();
  const enter = (connection: Connection) =>
    arrivals.trySend(new Client(connection));
  attachEndpoints(server, { "/ws": enter }, undefined, { accept: wires[wire] });
  const outcome = run(async () => {
    external("server");
    go("hub", () => hub.run(beats));
    go("accept", async () => {
      for await (const client of arrivals) {
        go("client", serve, client, hub, (message: Message) => message);
      }
    });
    await hub.done.receive();
  });
  const url = await listen(server, 0);
  onTestFinished(async () => {
    hub.quit.close();
    await outcome;
    server.close();
  });
  return { beats, url, port: Number(new URL(url).port) };
}
