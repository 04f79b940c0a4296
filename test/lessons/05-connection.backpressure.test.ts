import { once } from "node:events";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import { echo } from "../../lessons/05-connection/endpoints.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";

const chunk = new Uint8Array(64 * 1024);

describe("a peer that never reads", () => {
  test("makes an awaiting sender wait, with bounded memory", async () => {
    const [entered, enter] = latch<Connection>();
    const { port } = await startServer(enter);
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
    const { port } = await startServer(enter, { maxBufferedBytes });
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
    const { port } = await startServer(enter, {
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
    const { port } = await startServer(enter);
    const peer = await rawPeer(port);
    peer.socket.pause();
    const connection = await entered;
    const pings = Buffer.from("897d00000000" + "00".repeat(125), "hex");
    const flood = Buffer.concat(Array<Buffer>(8_000).fill(pings));

    let most = 0;
    for (let round = 0; round < 64; round++) {
      const isTaken = peer.socket.write(flood);
      most = Math.max(most, connection.bufferedBytes);
      if (!isTaken) await Promise.race([once(peer.socket, "drain"), tick(50)]);
      if (peer.socket.writableLength > 8 * flood.length) break;
    }

    expect(most).toBeLessThan(512 * 1024);
  });
});

function tick(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe("a handler that is not done", () => {
  test("keeps the next message, in order, until it is", async () => {
    const heard: Message[] = [];
    const [first, release] = latch<void>();
    const [all, done] = latch<void>();
    const { port } = await startServer((connection) => {
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
    const { port } = await startServer((connection) => {
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

  test("may be a pause as well", async () => {
    const heard: Message[] = [];
    const [entered, enter] = latch<Connection>();
    const [resumed, onresumed] = latch<void>();
    const { port } = await startServer((connection) => {
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

const failing = (handler: string) => `
  import { createServer } from "node:http";
  import { connect } from "./lessons/05-connection/client.ts";
  import { ConnectionError } from "./lessons/05-connection/connection.ts";
  import { acceptConnection } from "./lessons/05-connection/websocket.ts";
  const server = createServer().on("upgrade", (...request) => {
    acceptConnection(...request).onmessage = ${handler};
  });
  const tell = (event) => process.on(event, (error) => console.log(event, error.message));
  ["uncaughtException", "unhandledRejection"].forEach(tell);
  server.listen(0, async () => {
    const client = await connect("ws://localhost:" + server.address().port);
    client.onclose = (code, reason) => { console.log(code, reason); server.close(); };
    client.send("hi");
  });
`;

describe("a handler that fails", () => {
  test.each([
    ["throws", "() => { throw new Error('oh no') }"],
    [
      "fails to send to somebody else",
      "() => Promise.reject(new ConnectionError('NOT_OPEN', 'oh no'))",
    ],
    ["rejects", "() => Promise.reject(new Error('oh no'))"],
  ])("because it %s closes with 1011 and is heard", (_how, handler) => {
    const root = join(import.meta.dirname, "../..");
    const words = [
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      failing(handler),
    ];

    const { stdout } = spawnSync(process.execPath, words, { cwd: root });

    expect(stdout.toString()).toContain("uncaughtException oh no");
    expect(stdout.toString()).toContain("1011 a message could not be handled");
  });
});

test("a peer that vanishes during an awaited send ends only itself", async () => {
  const [closed, onclose] = latch<number>();
  const { port } = await startServer(
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
  const { port, server } = await startServer((connection) => {
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
