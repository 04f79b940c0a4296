// The contract of a connection, whoever made it: the same tests for every wire.

import { once } from "node:events";
import { describe, expect, test } from "vitest";
import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import { echo } from "../../lessons/05-connection/endpoints.ts";
import type { Limits } from "../../lessons/05-connection/limits.ts";
import type { Accept } from "../../lessons/05-connection/websocket.ts";
import {
  latch,
  rawPeer,
  startServer,
  type TestServer,
} from "../support/connection.ts";

/** A server on the wire that is tested. */
type Start = (
  enter: (connection: Connection) => void,
  limits?: Partial<Limits>,
) => Promise<TestServer>;

/** What a server's connection promises, on the wire of `accept`. */
export function connectionContract(accept: Accept): void {
  const start: Start = (enter, limits) => startServer(enter, limits, accept);
  messages(start);
  violations(start);
  goodbyes(start);
  patience(start);
  handlers(start);
  ends(start);
}

// A zero mask leaves the payload readable: 81 82 00000000 6869 is "hi".
const hi = "8182 00000000 6869";

function messages(start: Start): void {
  describe("a server's connection", () => {
    test("echoes a text and a binary message, unmasked (RFC 6455 §5.1)", async () => {
      const { port } = await start(echo);
      const peer = await rawPeer(port);

      peer.send("8182 00000000 6869  8281 00000000 ff");

      expect(await peer.read(7)).toBe("81026869" + "8201ff");
    });

    test("puts fragments together around a ping (§5.4)", async () => {
      const { port } = await start(echo);
      const peer = await rawPeer(port);

      peer.send("0181 00000000 68  8980 00000000  8081 00000000 69");

      expect(await peer.read(6)).toBe("8a00" + "81026869");
    });

    test("answers a ping with its payload (§5.5.3)", async () => {
      const { port } = await start(echo);
      const peer = await rawPeer(port);

      peer.send("8983 00000000 010203");

      expect(await peer.read(5)).toBe("8a03010203");
    });

    test("tells of a pong and answers nothing (§5.5.3)", async () => {
      const [pong, onpong] = latch<Uint8Array>();
      const { port } = await start((connection) => {
        echo(connection);
        connection.onpong = onpong;
      });
      const peer = await rawPeer(port);

      peer.send("8a81 00000000 07  8180 00000000");

      expect([...(await pong)]).toEqual([7]);
      expect(await peer.read(2)).toBe("8100");
    });

    test("may speak first", async () => {
      const { port } = await start((connection) => {
        void connection.send("hi");
      });
      const peer = await rawPeer(port);

      expect(await peer.read(4)).toBe("81026869");
    });

    test("hears a frame that came with the handshake's last bytes", async () => {
      const { port } = await start(echo);
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
      const { port } = await start((connection) => {
        void connection.sendFrame(frame);
      });
      const peers = await Promise.all([rawPeer(port), rawPeer(port)]);

      const got = await Promise.all(peers.map((peer) => peer.read(4)));

      expect(got).toEqual(["81026869", "81026869"]);
    });
  });
}

const faults = [
  ["an unmasked frame (§5.1)", "8102 6869", 1002],
  ["a reserved bit (§5.2)", "c182 00000000 6869", 1002],
  ["an unknown opcode (§5.2)", "8380 00000000", 1002],
  ["a fragmented ping (§5.5)", "0980 00000000", 1002],
  ["a ping of 126 bytes (§5.5)", "89fe 007e 00000000", 1002],
  ["a continuation of nothing (§5.4)", "8080 00000000", 1002],
  ["a message inside another (§5.4)", "0180 00000000 8180 00000000", 1002],
  ["a close of one byte (§5.5.1)", "8881 00000000 03", 1002],
  ["text that is not UTF-8 (§8.1)", "8181 00000000 ff", 1007],
  ["a message over the limit (§7.4.1)", "82ff 0000000000010001 00000000", 1009],
] as const;

function violations(start: Start): void {
  describe("a peer that breaks the protocol", () => {
    test.each(faults)("with %s is told %s %i", async (_what, hex, code) => {
      const [closed, onclose] = latch<number>();
      const { port } = await start((connection) => {
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
      const { port } = await start((connection) => {
        connection.onmessage = (message) => void heard.push(message);
      });
      const peer = await rawPeer(port);

      peer.send("8380 00000000  8182 00000000 6869");
      await peer.rest();

      expect(heard).toEqual([]);
    });
  });
}

const answered = [1000, 1001, 1002, 1003, 1007, 1008, 1011, 1014, 3000, 4999];
const refused = [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535];

function goodbyes(start: Start): void {
  describe("the close handshake", () => {
    test.each(answered)(
      "answers %i with the same code (§5.5.1)",
      async (code) => {
        const [closed, onclose] = latch<[number, string]>();
        const { port } = await start((connection) => {
          connection.onclose = (...goodbye) => onclose(goodbye);
        });
        const peer = await rawPeer(port);
        const hex = code.toString(16).padStart(4, "0");

        peer.send(`8885 00000000 ${hex} 627965`);
        const answer = await peer.rest();
        peer.socket.end();

        expect(answer.slice(0, 2)).toBe("88");
        expect(answer.slice(4, 8)).toBe(hex);
        expect(await closed).toEqual([code, "bye"]);
      },
    );

    test.each(refused)("answers %i with 1002 (§7.4)", async (code) => {
      const { port } = await start(echo);
      const peer = await rawPeer(port);

      peer.send(`8882 00000000 ${code.toString(16).padStart(4, "0")}`);
      const answer = await peer.rest();

      expect(answer.slice(4, 8)).toBe("03ea");
    });

    test("answers an empty close with an empty one, and tells 1005", async () => {
      const [closed, onclose] = latch<number>();
      const { port } = await start((connection) => {
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
      const { port } = await start(echo);
      const peer = await rawPeer(port);

      peer.send("8882 00000000 03e8  8182 00000000 6869  8980 00000000");

      expect(await peer.rest()).toBe("880203e8");
    });

    test("resolves when the peer has answered", async () => {
      const [entered, enter] = latch<Connection>();
      const [closed, onclose] = latch<number>();
      const { port } = await start(enter);
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
      const { port } = await start(enter, { closeTimeoutMs: 20 });
      await rawPeer(port);
      const connection = await entered;
      connection.onclose = onclose;

      await connection.close();

      expect(await closed).toBe(1006);
    });

    test("is held up by no handler and no pause", async () => {
      const [entered, enter] = latch<Connection>();
      const { port } = await start((connection) => {
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
      const { port } = await start((connection) => {
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
      const { port } = await start((connection) => {
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
      const { port } = await start((connection) => {
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
      const { port } = await start(enter);
      await rawPeer(port);
      const connection = await entered;

      expect(() => connection.close(1005)).toThrow(RangeError);
      expect(() => connection.close(1000, "x".repeat(124))).toThrow(RangeError);
    });

    test("lets nothing be sent behind it", async () => {
      const [entered, enter] = latch<Connection>();
      const { port } = await start(enter);
      await rawPeer(port);
      const connection = await entered;

      void connection.close();

      await expect(connection.send("late")).rejects.toMatchObject({
        code: "NOT_OPEN",
      });
    });
  });
}

const chunk = new Uint8Array(64 * 1024);

function patience(start: Start): void {
  describe("a peer that never reads", () => {
    test("makes an awaiting sender wait, with bounded memory", async () => {
      const [entered, enter] = latch<Connection>();
      const { port } = await start(enter);
      const peer = await rawPeer(port);
      peer.socket.pause();
      const connection = await entered;

      let isTaken = true;
      while (isTaken) {
        const sent = connection.send(chunk).then(() => true);
        const late = new Promise<false>((resolve) =>
          setTimeout(() => resolve(false), 200),
        );
        isTaken = await Promise.race([sent, late]);
      }

      expect(connection.bufferedBytes).toBeLessThan(2 * chunk.length);
    });

    test("is given up by a sender that does not wait", async () => {
      const [entered, enter] = latch<Connection>();
      const [closed, onclose] = latch<[number, string]>();
      const maxBufferedBytes = 256 * 1024;
      const { port } = await start(enter, { maxBufferedBytes });
      const peer = await rawPeer(port);
      peer.socket.pause();
      const connection = await entered;
      connection.onclose = (...goodbye) => onclose(goodbye);

      let most = 0;
      let error: unknown;
      while (!error) {
        const sent = connection.send(chunk);
        most = Math.max(most, connection.bufferedBytes);
        if (most > maxBufferedBytes) {
          error = await connection
            .send(chunk)
            .catch((refused: unknown) => refused);
        }
        sent.catch(() => undefined);
      }

      expect(error).toMatchObject({ code: "PEER_TOO_SLOW" });
      expect(most).toBeLessThanOrEqual(maxBufferedBytes + chunk.length + 10);
      expect((await closed)[0]).toBe(1006);
      expect((await closed)[1]).toContain("bytes wait");
    });

    test("and hangs up is gone within the close timeout", async () => {
      const [entered, enter] = latch<Connection>();
      const [closed, onclose] = latch<number>();
      const { port } = await start(enter, {
        closeTimeoutMs: 50,
        maxBufferedBytes: 64 * 1024 * 1024,
      });
      const peer = await rawPeer(port);
      peer.socket.pause();
      const connection = await entered;
      connection.onclose = onclose;

      for (let sent = 0; sent < 512; sent++) void connection.send(chunk);
      peer.socket.end();

      expect(await closed).toBe(1006);
    });

    test("cannot fill the server's memory with the answers to its pings", async () => {
      const [entered, enter] = latch<Connection>();
      const { port } = await start(enter);
      const peer = await rawPeer(port);
      peer.socket.pause();
      const connection = await entered;
      const pings = Buffer.from("89fd00000000" + "00".repeat(125), "hex");
      const flood = Buffer.concat(Array<Buffer>(8_000).fill(pings));

      let isCut = false;
      connection.onclose = () => (isCut = true);
      let most = 0;
      for (let round = 0; round < 64; round++) {
        const isTaken = peer.socket.write(flood);
        most = Math.max(most, connection.bufferedBytes);
        if (!isTaken)
          await Promise.race([once(peer.socket, "drain"), tick(50)]);
        if (peer.socket.writableLength > 8 * flood.length) break;
      }

      expect(most).toBeLessThan(512 * 1024);
      expect(isCut).toBe(false);
    });
  });

  describe("a handler that is not done", () => {
    test("keeps the next message, in order, until it is", async () => {
      const heard: Message[] = [];
      const [first, release] = latch<void>();
      const [all, done] = latch<void>();
      const { port } = await start((connection) => {
        connection.onmessage = (message) => {
          heard.push(message);
          if (heard.length === 3) done();
          return heard.length === 1 ? first : undefined;
        };
      });
      const peer = await rawPeer(port);

      peer.send("8181 00000000 61  8181 00000000 62  8181 00000000 63");
      await tick(50);
      const before = [...heard];
      release();
      await all;

      expect(before).toEqual(["a"]);
      expect(heard).toEqual(["a", "b", "c"]);
    });

    test("makes the peer wait, so that little is undelivered", async () => {
      const { port } = await start((connection) => {
        connection.onmessage = () => new Promise(() => undefined);
      });
      const peer = await rawPeer(port);
      const frame = Buffer.concat([
        Buffer.from("82fe800000000000", "hex"),
        Buffer.alloc(0x8000),
      ]);

      let sent = 0;
      while (peer.socket.writableLength < 4 * frame.length && sent < 4_000) {
        peer.socket.write(frame);
        sent++;
        if (peer.socket.writableLength > 0) {
          await Promise.race([once(peer.socket, "drain"), tick(100)]);
        }
      }

      expect(sent).toBeLessThan(4_000);
    });

    test("pauses and resumes in the middle of a chunk, and loses nothing", async () => {
      const heard: Message[] = [];
      const [entered, enter] = latch<Connection>();
      const [third, onthird] = latch<void>();
      const [closed, onclose] = latch<number>();
      const { port } = await start((connection) => {
        connection.onmessage = (message) => {
          heard.push(message);
          if (heard.length !== 3) return;
          connection.pause();
          onthird();
        };
        connection.onclose = onclose;
        enter(connection);
      });
      const peer = await rawPeer(port);
      const connection = await entered;

      peer.send(hi.repeat(5) + "8882 00000000 03e8");
      await third;
      await tick(20);
      const before = heard.length;
      connection.resume();
      await peer.rest();
      peer.socket.end();

      expect(before).toBe(3);
      expect(await closed).toBe(1000);
      expect(heard).toEqual(["hi", "hi", "hi", "hi", "hi"]);
    });

    test("may be a pause as well", async () => {
      const heard: Message[] = [];
      const [entered, enter] = latch<Connection>();
      const [resumed, onresumed] = latch<void>();
      const { port } = await start((connection) => {
        connection.onmessage = (message) => {
          heard.push(message);
          onresumed();
        };
        enter(connection);
      });
      const peer = await rawPeer(port);
      const connection = await entered;

      connection.pause();
      peer.send("8181 00000000 61");
      await tick(50);
      const before = [...heard];
      connection.resume();
      await resumed;

      expect(before).toEqual([]);
      expect(heard).toEqual(["a"]);
    });
  });
}

function handlers(start: Start): void {
  describe("a handler", () => {
    test("that destroys the connection hears nothing more", async () => {
      const heard: Message[] = [];
      const [closed, onclose] = latch<number>();
      const { port } = await start((connection) => {
        connection.onmessage = (message) => {
          heard.push(message);
          connection.destroy();
        };
        connection.onclose = onclose;
      });
      const peer = await rawPeer(port);

      peer.send(`${hi} ${hi} 8882 00000000 03e8`);

      expect(await closed).toBe(1006);
      expect(heard).toEqual(["hi"]);
    });

    test("of a pong is not called once the connection has closed", async () => {
      const events: string[] = [];
      const [entered, enter] = latch<Connection>();
      const [begun, begin] = latch<void>();
      const [handled, finish] = latch<void>();
      const { port } = await start((connection) => {
        connection.onmessage = () => {
          begin();
          return handled;
        };
        connection.onpong = () => void events.push("pong");
        enter(connection);
      });
      const peer = await rawPeer(port);
      const connection = await entered;
      const [closed, onclose] = latch<void>();
      connection.onclose = () => onclose(void events.push("close"));

      peer.send(`${hi} 8a80 00000000`);
      await begun;
      connection.destroy();
      await closed;
      finish();
      await new Promise(setImmediate);

      expect(events).toEqual(["close"]);
    });

    test("that pauses and resumes is not called inside itself", async () => {
      let depth = 0;
      let deepest = 0;
      let heard = 0;
      const [all, done] = latch<void>();
      const { port } = await start((connection) => {
        connection.onmessage = () => {
          deepest = Math.max(deepest, ++depth);
          connection.pause();
          if (heard === 0) setImmediate(() => connection.resume());
          else connection.resume();
          depth--;
          if (++heard === 5_000) done();
        };
      });
      const peer = await rawPeer(port);

      peer.send(hi.repeat(5_000));
      await all;

      expect(deepest).toBe(1);
    });

    test("that is assigned late hears what came, if reading was paused", async () => {
      const [entered, enter] = latch<Connection>();
      const { port } = await start((connection) => {
        connection.pause();
        enter(connection);
      });
      const peer = await rawPeer(port);
      peer.send(hi);
      const connection = await entered;
      await new Promise((resolve) => setTimeout(resolve, 20));

      const [heard, onmessage] = latch<Message>();
      connection.onmessage = onmessage;
      connection.resume();

      expect(await heard).toBe("hi");
    });

    test("of a close sends nothing and ends nothing twice", async () => {
      const codes: unknown[] = [];
      const [told, tell] = latch<void>();
      const { port } = await start((connection) => {
        connection.onclose = () => {
          connection.send("too late").catch((error: unknown) => {
            codes.push((error as { code: string }).code);
            tell();
          });
          connection.destroy();
          void connection.close();
        };
      });
      const peer = await rawPeer(port);

      peer.socket.resetAndDestroy();
      await told;

      expect(codes).toEqual(["NOT_OPEN"]);
    });
  });
}

function ends(start: Start): void {
  test.each([
    ["throws", () => void throwIt()],
    ["rejects", async () => throwIt()],
  ])("a handler that %s closes with 1011 and is heard", async (_how, fail) => {
    const [closed, onclose] = latch<number>();
    const { port } = await start((connection) => {
      connection.onmessage = fail;
      connection.onclose = onclose;
    });
    const peer = await rawPeer(port);
    const uncaught = new Promise(hearUncaught);

    peer.send(hi + hi);
    const close = await peer.read(4);
    peer.send("8882 00000000 03f3");
    peer.socket.end();

    expect(await uncaught).toMatchObject({ message: "oh no" });
    expect(close.slice(0, 2) + close.slice(4, 8)).toBe("8803f3");
    await closed;
  });

  test("a peer that vanishes during an awaited send ends only itself", async () => {
    const [closed, onclose] = latch<number>();
    const { port } = await start(
      (connection) => {
        echo(connection);
        connection.onclose = onclose;
      },
      { maxMessageBytes: 64 * 1024 * 1024 },
    );
    const peer = await rawPeer(port);
    peer.socket.pause();
    const size = 32 * 1024 * 1024;
    peer.send(`82ff ${size.toString(16).padStart(16, "0")} 00000000`);
    peer.socket.write(Buffer.alloc(size), () => peer.socket.resetAndDestroy());

    expect(await closed).toBe(1006);
  });

  test("a thousand connections leave nothing behind", async () => {
    let open = 0;
    const [over, onover] = latch<void>();
    let closes = 0;
    const { port, server } = await start((connection) => {
      open++;
      connection.onclose = () => {
        open--;
        if (++closes === 1_000) onover();
      };
    });

    for (let round = 0; round < 20; round++) {
      const peers = await Promise.all(
        Array.from({ length: 50 }, () => rawPeer(port)),
      );
      for (const peer of peers) peer.socket.destroy();
    }
    await over;
    const left = await new Promise((resolve) =>
      server.getConnections((_error, count) => resolve(count)),
    );

    expect(open).toBe(0);
    expect(left).toBe(0);
  });
}

function tick(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function throwIt(): never {
  throw new Error("oh no");
}

/** Hears the next uncaught error, which vitest would take for a failure. */
export function hearUncaught(hear: (error: unknown) => void): void {
  const usual = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.once("uncaughtException", (error) => {
    for (const listener of usual) process.on("uncaughtException", listener);
    hear(error);
  });
}
