import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { PassThrough, type Duplex } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import {
  acceptUpgrade,
  HandshakeError,
} from "../../lessons/02-handshake/handshake.ts";
import {
  asText,
  closeServers,
  dial,
  good,
  goodRequest,
  send,
  serve,
  type Served,
} from "./02-handshake.raw.ts";

afterEach(closeServers);

async function accepted(served: Served): Promise<Socket> {
  const client = dial(served);
  client.write(goodRequest);
  await once(client, "data");
  return client;
}

describe("acceptUpgrade", () => {
  test("answers 101 and not a byte more", async () => {
    const client = dial(await serve());

    client.write(goodRequest);
    const [answer] = (await once(client, "data")) as [Buffer];

    expect(answer.toString()).toBe(
      asText([
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
      ]),
    );
    client.destroy();
  });

  test("leaves the socket open to both sides", async () => {
    const served = await serve();
    const client = await accepted(served);
    const socket = served.socket();

    socket.write("from the server");
    client.write("from the client");

    expect(String(await once(client, "data"))).toBe("from the server");
    expect(String(await once(socket, "data"))).toBe("from the client");
    client.destroy();
  });

  test("is understood by node:http as a client", async () => {
    const { port } = await serve();
    const headers = Object.fromEntries(
      good.slice(2).map((line) => line.split(": ") as [string, string]),
    );

    const request = get({ port, host: "127.0.0.1", headers });
    const [answer, socket] = (await once(request, "upgrade")) as [
      IncomingMessage,
      Socket,
    ];

    expect(answer.statusCode).toBe(101);
    socket.destroy();
  });

  test("is understood by ws as a client", async () => {
    const { port } = await serve();

    const client = new WebSocket(`ws://127.0.0.1:${port}/chat`);
    await once(client, "open");

    expect(client.protocol).toBe("");
    client.terminate();
  });

  test("settles on a protocol that ws offered", async () => {
    const { port } = await serve("chat");

    const client = new WebSocket(`ws://127.0.0.1:${port}`, ["super", "chat"]);
    await once(client, "open");

    expect(client.protocol).toBe("chat");
    client.terminate();
  });

  test("refuses a client that did not offer the protocol", async () => {
    const served = await serve("chat");
    const offer = "Sec-WebSocket-Protocol: super, CHAT";

    const answer = await send(served, asText([...good, offer]));

    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain(
      'expected an offer of "chat", got "super, CHAT"\n',
    );
  });

  test.each(["chat\r\nX-Evil: 1", "chat, super", "a b", "", "chät", "a\n"])(
    "writes nothing for the protocol %j, even if it were offered",
    (protocol) => {
      const headers = {
        host: "a",
        upgrade: "websocket",
        connection: "upgrade",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-version": "13",
        "sec-websocket-protocol": protocol,
      };
      const request = { method: "GET", httpVersion: "1.1", headers };
      const socket = new PassThrough();

      const accept = () => acceptUpgrade(request, socket, { protocol });

      expect(accept).toThrow(/^expected an offer of "/);
      expect(socket.readableLength).toBe(0);
    },
  );

  test("writes nothing for a request that must be refused", () => {
    const socket = new PassThrough();
    const request = { method: "POST", httpVersion: "1.1", headers: {} };

    expect(() => acceptUpgrade(request, socket)).toThrow(HandshakeError);
    expect(socket.readableLength).toBe(0);
  });

  test("outlives a client that resets the connection after 101", async () => {
    const served = await serve();
    const client = await accepted(served);
    const socket = served.socket();
    const error = once(socket, "error") as unknown as Promise<[Error]>;

    client.resetAndDestroy();
    socket.resume();

    expect((await error)[0]).toMatchObject({ code: "ECONNRESET" });
    expect(socket.listenerCount("error")).toBe(1);
  });

  test.each<[string, (socket: Duplex) => void]>([
    ["destroyed", (socket) => socket.destroy()],
    ["destroyed by an error", (socket) => socket.destroy(new Error("gone"))],
    ["ended by us", (socket) => socket.end()],
  ])("destroys a socket that was %s before", async (_how, spoil) => {
    const served = await serve();
    served.server.prependListener("upgrade", (_request, socket) =>
      spoil(socket),
    );

    const answer = await send(served, goodRequest);

    expect(answer).toBe("");
    expect(served.socket().destroyed).toBe(true);
  });
});
