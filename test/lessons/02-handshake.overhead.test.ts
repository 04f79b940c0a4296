import { describe, expect, test } from "vitest";
import {
  byPolling,
  byWebSocket,
} from "../../lessons/02-handshake/demo/overhead.ts";

const messages = ["one", "two and", "ありがとう"];
const size = Buffer.byteLength(messages.join(""));

describe("polling", () => {
  test("delivers every message, in order", async () => {
    const { received, requests } = await byPolling(messages, 2);

    expect(received).toEqual(messages);
    expect(requests).toBe(9);
  });

  test("costs the same again with every empty answer", async () => {
    const never = await byPolling(messages, 0);
    const once = await byPolling(messages, 1);
    const twice = await byPolling(messages, 2);

    expect(once.upBytes).toBe(2 * never.upBytes);
    expect(twice.upBytes).toBe(3 * never.upBytes);
    expect(twice.downBytes - once.downBytes).toBe(
      once.downBytes - never.downBytes,
    );
  });

  test("costs the whole request of every poll", async () => {
    const { upBytes } = await byPolling(["one"], 0);

    expect(upBytes).toBe(
      Buffer.byteLength(
        "GET /messages HTTP/1.1\r\n" +
          "Host: chat.example\r\n" +
          "Connection: keep-alive\r\n\r\n",
      ),
    );
  });
});

describe("WebSocket", () => {
  test("delivers every message, in order, for one request", async () => {
    const { received, requests } = await byWebSocket(messages);

    expect(received).toEqual(messages);
    expect(requests).toBe(1);
  });

  test("costs two bytes a message once the handshake is paid", async () => {
    const handshake = await byWebSocket([]);
    const all = await byWebSocket(messages);

    expect(all.upBytes).toBe(handshake.upBytes);
    expect(all.downBytes - handshake.downBytes).toBe(
      size + 2 * messages.length,
    );
  });

  test("counts the same bytes every time", async () => {
    const first = await byWebSocket(messages);

    expect(await byWebSocket(messages)).toEqual(first);
  });

  test("takes a message of 125 bytes and refuses one of 126", async () => {
    const { received } = await byWebSocket(["x".repeat(125)]);

    expect(received[0]).toHaveLength(125);
    await expect(byWebSocket(["x".repeat(126)])).rejects.toThrow(
      "expected at most 125 bytes, got 126",
    );
  });
});
