import fc from "fast-check";
import { once } from "node:events";
import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import {
  checkUpgrade,
  HandshakeError,
  refuse,
} from "../../lessons/02-handshake/handshake.ts";
import {
  asText,
  badRequest,
  closed,
  closeServers,
  dial,
  good,
  goodRequest,
  send,
  serve,
} from "./02-handshake.raw.ts";

afterEach(() => {
  vi.useRealTimers();
  closeServers();
});

describe("refuse", () => {
  test("answers with status, headers and the reason, then closes", async () => {
    const answer = await send(await serve(), badRequest);

    expect(answer).toBe(
      [
        "HTTP/1.1 426 Upgrade Required",
        "Connection: Upgrade, close",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Length: 44",
        "",
        'expected Sec-WebSocket-Version: 13, got "8"\n',
      ].join("\r\n"),
    );
  });

  test("says that a Host is missing where node:http does not", async () => {
    const lines = good.filter((line) => !line.startsWith("Host:"));

    const [upgrade, plain] = await Promise.all([
      send(await serve(), asText(lines)),
      send(await serve(), asText(lines.slice(0, 1))),
    ]);

    expect(upgrade).toMatch(/^HTTP\/1.1 400 [^]+expected a Host header/);
    expect(plain).toMatch(/^HTTP\/1.1 400 /);
    expect(plain).not.toContain("expected");
  });

  test.each([
    ["a body", "Content-Length: 8", "a request without a body"],
    ["two Hosts", "Host: b.example", "one Host header"],
  ])(
    "reads no frames behind a request with %s",
    async (_what, header, what) => {
      const hi = "\x81\x82\0\0\0\0hi";

      const answer = await send(await serve(), asText([...good, header]) + hi);

      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain(`expected ${what}, got `);
    },
  );

  test("is understood by ws as a client", async () => {
    const { port } = await serve("chat");

    const client = new WebSocket(`ws://127.0.0.1:${port}`);

    await expect(once(client, "open")).rejects.toThrow(
      "Unexpected server response: 400",
    );
  });

  test("is read in full by a client that goes on sending", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const served = await serve();
    const more = Buffer.alloc(4 * 1024 * 1024, "x");

    const answer = await send(
      served,
      Buffer.concat([Buffer.from(badRequest), more]),
    );

    expect(answer).toMatch(/got "8"\n$/);
    await closed(served.socket());
  });

  test("closes a socket whose client never hangs up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const served = await serve();
    const client = connect({
      port: served.port,
      host: "127.0.0.1",
      allowHalfOpen: true,
    });
    client.write(badRequest);
    client.resume();
    await once(client, "end");
    const socket = served.socket();

    vi.advanceTimersByTime(1_999);
    expect(socket.destroyed).toBe(false);
    vi.advanceTimersByTime(1);

    expect(socket.destroyed).toBe(true);
    client.destroy();
  });

  test("leaves no timer behind when the client hangs up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const served = await serve();

    await send(served, badRequest);
    await closed(served.socket());

    expect(vi.getTimerCount()).toBe(0);
  });

  test("outlives a client that resets the connection at once", async () => {
    const served = await serve();
    const client = dial(served);
    client.write(badRequest);
    await once(client, "connect");

    client.resetAndDestroy();

    expect(await send(served, badRequest)).toMatch(/^HTTP\/1.1 426 /);
  });

  test("says nothing on a socket that is beyond writing", async () => {
    const socket = new PassThrough();
    socket.end();

    refuse(socket, new HandshakeError("BAD_KEY", 400, "too late"));
    await once(socket, "close");

    expect(socket.destroyed).toBe(true);
  });
});

describe("answerPlainRequest", () => {
  test("tells a plain GET what to upgrade to", async () => {
    const { port } = await serve();

    const answer = await fetch(`http://127.0.0.1:${port}/`);

    expect(answer.status).toBe(426);
    expect(answer.headers.get("upgrade")).toBe("websocket");
    expect(await answer.text()).toBe("expected Upgrade: websocket, got none\n");
  });

  test("tells a POST with a body which method it expects", async () => {
    const { port } = await serve();

    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      body: "hello",
    });

    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET");
  });

  test("names the Connection header where only that one is missing", async () => {
    const served = await serve();
    const lines = good.filter((line) => !line.startsWith("Connection"));

    const answer = await send(served, asText(lines));

    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(answer).toMatch(/expected Connection: Upgrade, got none\n$/);
  });

  test("asks for an upgrade even if nobody on the server listens for it", async () => {
    const served = await serve();
    served.server.removeAllListeners("upgrade");

    const answer = await send(served, goodRequest);

    expect(answer).toMatch(/^HTTP\/1.1 426 Upgrade Required\r\n/);
  });
});

describe("a server of both", () => {
  test.each<[string, string]>([
    ["nothing", ""],
    ["half a request", goodRequest.slice(0, 60)],
    ["half a request behind a whole one", goodRequest + "GET /c"],
    ["a request with a body", badRequest + "x".repeat(70_000)],
    ["headers of 20 KiB", asText([...good, `X: ${"x".repeat(20_480)}`])],
    ["a NUL in a header", asText([...good, "X: a\0b"])],
    ["two keys", asText([...good, ...good.slice(4)])],
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["line breaks", "\r\n".repeat(500)],
  ])("outlives %s and a hang-up", async (_what, bytes) => {
    const served = await serve();
    for (const hangUp of ["end", "destroy", "resetAndDestroy"] as const) {
      const client = dial(served).on("error", () => {});
      await once(client, "connect");
      client.write(Buffer.from(bytes, "latin1"));
      client[hangUp]();
    }

    expect(await send(served, badRequest)).toMatch(/^HTTP\/1.1 426 /);
  });

  test("gives a slow request the time that headersTimeout says", async () => {
    const limits = { headersTimeout: 20, connectionsCheckingInterval: 10 };
    const served = await serve(undefined, limits);

    const answer = await send(served, goodRequest.slice(0, 60));

    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
  });

  test("accepts or refuses whatever the headers say", () => {
    const words = ["GET", "1.1", "websocket", "Upgrade", "13", ", ", "\0", "é"];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string()))
      .map((parts) => parts.join(""));
    const headers = fc.record(
      {
        host: text,
        upgrade: text,
        connection: text,
        "sec-websocket-key": text,
        "sec-websocket-version": text,
      },
      { requiredKeys: [] },
    );
    const request = fc.record({
      method: fc.oneof(fc.constant("GET"), text),
      httpVersion: fc.oneof(fc.constant("1.1"), text),
      headers,
    });

    fc.assert(
      fc.property(request, (request) => {
        try {
          expect(checkUpgrade(request)).toHaveLength(28);
        } catch (error) {
          expect(error).toBeInstanceOf(HandshakeError);
          expect((error as HandshakeError).message).not.toMatch(/[\r\n\0]/);
        }
      }),
    );
  });
});
