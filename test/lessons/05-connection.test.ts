import { describe, expect, test } from "vitest";
import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import { echo } from "../../lessons/05-connection/endpoints.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";

// A zero mask leaves the payload readable: 81 82 00000000 6869 is "hi".

describe("a server's connection", () => {
  test("echoes a text and a binary message, unmasked (RFC 6455 §5.1)", async () => {
    const { port } = await startServer(echo);
    const peer = await rawPeer(port);

    peer.send("8182 00000000 6869  8281 00000000 ff");

    expect(await peer.read(7)).toBe("81026869" + "8201ff");
  });

  test("puts fragments together around a ping (§5.4)", async () => {
    const { port } = await startServer(echo);
    const peer = await rawPeer(port);

    peer.send("0181 00000000 68  8980 00000000  8081 00000000 69");

    expect(await peer.read(6)).toBe("8a00" + "81026869");
  });

  test("answers a ping with its payload (§5.5.3)", async () => {
    const { port } = await startServer(echo);
    const peer = await rawPeer(port);

    peer.send("8983 00000000 010203");

    expect(await peer.read(5)).toBe("8a03010203");
  });

  test("tells of a pong and answers nothing (§5.5.3)", async () => {
    const [pong, onpong] = latch<Uint8Array>();
    const { port } = await startServer((connection) => {
      echo(connection);
      connection.onpong = onpong;
    });
    const peer = await rawPeer(port);

    peer.send("8a81 00000000 07  8180 00000000");

    expect([...(await pong)]).toEqual([7]);
    expect(await peer.read(2)).toBe("8100");
  });

  test("may speak first", async () => {
    const { port } = await startServer((connection) => {
      void connection.send("hi");
    });
    const peer = await rawPeer(port);

    expect(await peer.read(4)).toBe("81026869");
  });

  test("hears a frame that came with the handshake's last bytes", async () => {
    const { port } = await startServer(echo);
    const { connect } = await import("node:net");
    const socket = connect(port, "localhost");
    const [answer, onanswer] = latch<string>();
    let seen = "";
    socket.on("data", (chunk) => {
      seen += chunk.toString("latin1");
      if (seen.endsWith("\x81\x02hi")) onanswer(seen);
    });

    socket.write(
      "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
        "\x81\x82\0\0\0\0hi",
      "latin1",
    );

    expect(await answer).toContain("101");
    socket.destroy();
  });

  test("sends a frame that many share as it is", async () => {
    const frame = Uint8Array.of(0x81, 0x02, 0x68, 0x69);
    const { port } = await startServer((connection) => {
      void connection.sendFrame(frame);
    });
    const peers = await Promise.all([rawPeer(port), rawPeer(port)]);

    const got = await Promise.all(peers.map((peer) => peer.read(4)));

    expect(got).toEqual(["81026869", "81026869"]);
  });
});

const violations = [
  ["an unmasked frame (§5.1)", "8102 6869", 1002],
  ["a reserved bit (§5.2)", "c182 00000000 6869", 1002],
  ["an unknown opcode (§5.2)", "8380 00000000", 1002],
  ["a fragmented ping (§5.5)", "0980 00000000", 1002],
  ["a ping of 126 bytes (§5.5)", "89fe 007e 00000000", 1002],
  ["a continuation of nothing (§5.4)", "8080 00000000", 1002],
  ["a message inside another (§5.4)", "0180 00000000 8180 00000000", 1002],
  ["a close of one byte (§5.5.1)", "8881 00000000 03", 1002],
  ["text that is not UTF-8 (§8.1)", "8181 00000000 ff", 1007],
  ["bad UTF-8 in a first fragment (§8.1)", "0181 00000000 ff", 1007],
  ["a message over the limit (§7.4.1)", "82ff 0000000000010001 00000000", 1009],
] as const;

describe("a peer that breaks the protocol", () => {
  test.each(violations)("with %s is told %s %i", async (_what, hex, code) => {
    const [closed, onclose] = latch<number>();
    const { port } = await startServer((connection) => {
      echo(connection);
      connection.onclose = onclose;
    });
    const peer = await rawPeer(port);

    peer.send(hex);
    const answer = await peer.rest();
    peer.socket.end();

    expect(answer.slice(0, 2)).toBe("88");
    expect(parseInt(answer.slice(4, 8), 16)).toBe(code);
    expect(await closed).toBe(1006);
  });

  test("is not heard any more", async () => {
    const heard: Message[] = [];
    const { port } = await startServer((connection) => {
      connection.onmessage = (message) => void heard.push(message);
    });
    const peer = await rawPeer(port);

    peer.send("8380 00000000  8182 00000000 6869");
    await peer.rest();

    expect(heard).toEqual([]);
  });
});

const answered = [1000, 1001, 1002, 1003, 1007, 1008, 1011, 1014, 3000, 4999];
const refused = [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535];

describe("the close handshake", () => {
  test.each(answered)(
    "answers %i with the same code (§5.5.1)",
    async (code) => {
      const [closed, onclose] = latch<[number, string]>();
      const { port } = await startServer((connection) => {
        connection.onclose = (...goodbye) => onclose(goodbye);
      });
      const peer = await rawPeer(port);
      const hex = code.toString(16).padStart(4, "0");

      peer.send(`8885 00000000 ${hex} 627965`);
      const answer = await peer.rest();
      peer.socket.end();

      expect(answer).toBe(`8802${hex}`);
      expect(await closed).toEqual([code, "bye"]);
    },
  );

  test.each(refused)("answers %i with 1002 (§7.4)", async (code) => {
    const { port } = await startServer(echo);
    const peer = await rawPeer(port);

    peer.send(`8882 00000000 ${code.toString(16).padStart(4, "0")}`);
    const answer = await peer.rest();

    expect(answer.slice(4, 8)).toBe("03ea");
  });

  test("answers an empty close with an empty one, and tells 1005", async () => {
    const [closed, onclose] = latch<number>();
    const { port } = await startServer((connection) => {
      connection.onclose = onclose;
    });
    const peer = await rawPeer(port);

    peer.send("8880 00000000");
    const answer = await peer.rest();
    peer.socket.end();

    expect(answer).toBe("8800");
    expect(await closed).toBe(1005);
  });

  test("reads nothing after a close frame (§5.5.1)", async () => {
    const { port } = await startServer(echo);
    const peer = await rawPeer(port);

    peer.send("8882 00000000 03e8  8182 00000000 6869  8980 00000000");

    expect(await peer.rest()).toBe("880203e8");
  });

  test("resolves when the peer has answered", async () => {
    const [entered, enter] = latch<Connection>();
    const [closed, onclose] = latch<number>();
    const { port } = await startServer(enter);
    const peer = await rawPeer(port);
    const connection = await entered;
    connection.onclose = onclose;

    const done = connection.close(1001, "bye");
    expect(await peer.read(7)).toBe("880503e9627965");
    peer.send("8882 00000000 03e9");
    await peer.rest();
    peer.socket.end();

    await done;
    expect(await closed).toBe(1001);
  });

  test("cuts off a peer that never answers", async () => {
    const [entered, enter] = latch<Connection>();
    const [closed, onclose] = latch<number>();
    const { port } = await startServer(enter, { closeTimeoutMs: 20 });
    await rawPeer(port);
    const connection = await entered;
    connection.onclose = onclose;

    await connection.close();

    expect(await closed).toBe(1006);
  });

  test("is held up by no handler and no pause", async () => {
    const [entered, enter] = latch<Connection>();
    const { port } = await startServer((connection) => {
      connection.onmessage = () => new Promise(() => undefined);
      enter(connection);
    });
    const peer = await rawPeer(port);
    const connection = await entered;
    peer.send("8180 00000000");
    connection.pause();

    const done = connection.close();
    await peer.read(4);
    peer.send("8882 00000000 03e8");
    await peer.rest();
    peer.socket.end();

    await expect(done).resolves.toBeUndefined();
  });

  test("tells 1006, once, if the socket dies", async () => {
    const closes: number[] = [];
    const [closed, onclose] = latch<void>();
    const { port } = await startServer((connection) => {
      connection.onclose = (code) => {
        closes.push(code);
        onclose();
      };
    });
    const peer = await rawPeer(port);

    peer.socket.resetAndDestroy();
    await closed;

    expect(closes).toEqual([1006]);
  });

  test("delivers what came before the peer's end, then tells 1006", async () => {
    const heard: Message[] = [];
    const [closed, onclose] = latch<number>();
    const { port } = await startServer((connection) => {
      connection.onmessage = async (message) => {
        await new Promise(setImmediate);
        heard.push(message);
      };
      connection.onclose = onclose;
    });
    const peer = await rawPeer(port);

    peer.send("8181 00000000 61  8181 00000000 62");
    peer.socket.end();

    expect(await closed).toBe(1006);
    expect(heard).toEqual(["a", "b"]);
  });

  test("keeps its words though a reset follows it", async () => {
    const [closed, onclose] = latch<[number, string]>();
    const { port } = await startServer((connection) => {
      connection.onclose = (...goodbye) => onclose(goodbye);
    });
    const peer = await rawPeer(port);

    peer.send("8885 00000000 03e8 627965");
    await peer.rest();
    peer.socket.resetAndDestroy();

    expect(await closed).toEqual([1000, "bye"]);
  });

  test("refuses a code that may not be sent, at once", async () => {
    const [entered, enter] = latch<Connection>();
    const { port } = await startServer(enter);
    await rawPeer(port);
    const connection = await entered;

    expect(() => connection.close(1005)).toThrow(RangeError);
    expect(() => connection.close(1000, "x".repeat(124))).toThrow(RangeError);
  });

  test("lets nothing be sent behind it", async () => {
    const [entered, enter] = latch<Connection>();
    const { port } = await startServer(enter);
    await rawPeer(port);
    const connection = await entered;

    void connection.close();

    await expect(connection.send("late")).rejects.toMatchObject({
      code: "NOT_OPEN",
    });
  });
});
