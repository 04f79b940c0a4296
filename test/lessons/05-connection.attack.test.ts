import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import { describe, expect, test } from "vitest";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import type { Connection } from "../../lessons/05-connection/connection.ts";
import {
  defaultLimits,
  limitsFor,
} from "../../lessons/05-connection/limits.ts";
import {
  acceptConnection,
  WebSocketConnection,
} from "../../lessons/05-connection/websocket.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";
import { hearUncaught } from "./05-connection.contract.ts";

const hi = "8182 00000000 6869";
const request = {
  method: "GET",
  httpVersion: "1.1",
  headers: {
    host: "localhost",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version": "13",
  },
} as unknown as IncomingMessage;

/** A socket whose peer reads only when it is told to. */
class StuckSocket extends Duplex {
  #held: (() => void)[] = [];
  #isStuck = true;

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    if (this.#isStuck) this.#held.push(done);
    else done();
  }

  letGo(): void {
    this.#isStuck = false;
    for (const done of this.#held.splice(0)) done();
  }
}

const none = Buffer.alloc(0);

describe("a socket that was gone before it was accepted", () => {
  test.each([
    ["has closed", (socket: Duplex) => once(socket, "close")],
    ["is about to close", () => undefined],
  ])("and %s tells 1006 once and can be closed", async (_how, wait) => {
    const socket = new StuckSocket();
    socket.destroy();
    await wait(socket);
    const goodbyes: number[] = [];

    const connection = acceptConnection(request, socket, none);
    connection.onclose = (code) => void goodbyes.push(code);
    await connection.close();
    await connection.close();

    expect(goodbyes).toEqual([1006]);
    await expect(connection.send("hi")).rejects.toMatchObject({
      code: "NOT_OPEN",
    });
  });
});

describe("a handler that fails in a message that waited", () => {
  test("does not fail whoever resumed, nor the close handshake", async () => {
    const [entered, enter] = latch<Connection>();
    const { port } = await startServer(
      (connection) => {
        connection.onmessage = () => {
          connection.onmessage = () => {
            throw new Error("oh no");
          };
          connection.pause();
          enter(connection);
        };
      },
      { closeTimeoutMs: 60_000 },
    );
    const peer = await rawPeer(port);
    const [closed, onclose] = latch<string>();
    const uncaught = new Promise(hearUncaught);

    peer.send(hi + hi);
    const connection = await entered;
    connection.onclose = (_code, reason) => onclose(reason);
    connection.resume();
    const answer = await peer.rest();
    peer.socket.end();

    expect(await uncaught).toMatchObject({ message: "oh no" });
    expect(answer.slice(4, 8)).toBe("03f3");
    expect(await closed).toBe("a message could not be handled");
  });
});

describe("the reason that is told", () => {
  test("is the peer's, though a handler fails after its goodbye", async () => {
    const [entered, enter] = latch<Connection>();
    const { port } = await startServer(enter);
    const peer = await rawPeer(port);
    const connection = await entered;
    const [goodbye, onclose] = latch<[number, string]>();
    const [handling, begin] = latch<void>();
    const [failed, fail] = latch<void>();
    connection.onclose = (...words) => onclose(words);
    connection.onmessage = () => {
      begin();
      return failed.then(() => Promise.reject(new Error("late")));
    };
    const uncaught = new Promise(hearUncaught);

    peer.send(hi);
    await handling;
    void connection.close();
    await peer.read(4);
    peer.send("8885 00000000 03e9 627965");
    await peer.rest();
    fail();
    const error = await uncaught;
    peer.socket.end();

    expect(error).toMatchObject({ message: "late" });
    expect(await goodbye).toEqual([1001, "bye"]);
  });
});

describe("a message that is waited for", () => {
  test("is taken although the socket ends behind it", async () => {
    const socket = new StuckSocket();
    const connection = new WebSocketConnection(
      "server",
      socket,
      none,
      defaultLimits,
    );

    const sent = connection.send(new Uint8Array(100_000));
    socket.push(Buffer.from("888200000000" + "03e8", "hex"));
    await once(socket, "data");
    socket.letGo();

    await expect(sent).resolves.toBeUndefined();
    socket.destroy();
  });

  test("leaves no listener behind, however often it waits", async () => {
    const [entered, enter] = latch<Connection>();
    const { port, server } = await startServer(enter);
    const [socketed, take] = latch<Duplex>();
    server.once("upgrade", (_request, socket) => take(socket));
    const peer = await rawPeer(port);
    peer.socket.resume();
    const [connection, socket] = [await entered, await socketed];
    const count = () =>
      socket.eventNames().flatMap((name) => socket.listeners(name)).length;

    const before = count();
    const message = new Uint8Array(64 * 1024);
    for (let sent = 0; sent < 100; sent++) await connection.send(message);

    expect(count()).toBe(before);
  });

  test("of the longest kind leaves room for a ping and a goodbye", () => {
    const socket = new StuckSocket();
    const bytes = 4 * 1024 * 1024;
    const limits = limitsFor(bytes);
    const connection = new WebSocketConnection("server", socket, none, limits);

    void connection.send(new Uint8Array(bytes));
    void connection.ping();
    void connection.close();

    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });
});

describe("a peer that never reads", () => {
  const eight = new Uint8Array(8);
  const frame = encodeFrame({ opcode: opcodes.binary, payload: eight });
  type Send = (connection: Connection) => Promise<void>;
  const ways: [string, Send, atMost: number][] = [
    ["messages of eight bytes", (connection) => connection.send(eight), 6_169],
    ["shared frames", (connection) => connection.sendFrame(frame), 6_169],
    ["texts of a letter", (connection) => connection.send("x"), 6_433],
    ["pings", (connection) => connection.ping(eight), 6_169],
    ["pieces of 4 KiB", (it) => it.send(new Uint8Array(4_096)), 238],
  ];

  test.each(ways)("is given up for many %s", async (_what, send, atMost) => {
    const socket = new StuckSocket();
    const connection = new WebSocketConnection(
      "server",
      socket,
      none,
      defaultLimits,
    );

    let sent = 0;
    let last = send(connection);
    while (!socket.destroyed && sent++ < 2 * atMost) last = send(connection);

    expect(sent).toBe(atMost);
    await expect(last).rejects.toMatchObject({ code: "PEER_TOO_SLOW" });
  });

  test("is given up only by a program that does not wait when asked to", () => {
    const socket = new StuckSocket();
    const limits = { ...defaultLimits, maxBufferedBytes: 100_000 };
    const connection = new WebSocketConnection("server", socket, none, limits);

    const isFine = () => !socket.writableNeedDrain && !socket.destroyed;
    while (isFine()) void connection.send("");
    const wasDestroyed = socket.destroyed;
    void connection.send("");

    expect([wasDestroyed, socket.destroyed]).toEqual([false, true]);
  });
});
