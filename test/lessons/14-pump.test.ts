import { Duplex } from "node:stream";
import { describe, expect, test } from "vitest";
import { Channel, go, Outbox, run, sleep } from "rendezvous";
import type { Message } from "../../lessons/05-connection/connection.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import { WebSocketConnection } from "../../lessons/05-connection/websocket.ts";
import { incoming } from "../../lessons/14-pump/incoming.ts";
import { readPump, writePump } from "../../lessons/14-pump/pump.ts";
import { passes } from "./10-time.virtual.ts";
import { FakeConnection } from "./14-pump.fake.ts";

const frame = (id: number) => Uint8Array.of(0x82, 0x01, id);
const ids = (bytes: Uint8Array) => [...bytes].filter((_, i) => i % 3 === 2);

function newOutbox(): Outbox<Uint8Array> {
  return new Outbox({ messages: 100 });
}

describe("the read pump", () => {
  test("carries everything, in order, and ends with the connection", async () => {
    const seen = await passes(async () => {
      const connection = new FakeConnection();
      const heard = new Channel<Message>();
      go(async () => {
        await readPump(incoming(connection), heard);
        heard.close();
      });
      await sleep(1);
      connection.hear("a", "b", "c");
      connection.end();
      const all: Message[] = [];
      for await (const message of heard) all.push(message);
      return all;
    });

    expect(seen).toEqual(["a", "b", "c"]);
  });

  test("waits for whoever hears, and so does the peer", async () => {
    const seen = await passes(async () => {
      const connection = new FakeConnection();
      go(readPump, incoming(connection, 1), new Channel<Message>());
      await sleep(1);
      connection.hear("a", "b", "c", "d", "e");
      await sleep(60_000);
      return [connection.isPaused, connection.unread];
    });

    expect(seen).toEqual([true, 2]);
  });
});

describe("the write pump", () => {
  test("writes a frame as soon as it is there", async () => {
    const connection = new FakeConnection();

    await passes(async () => {
      const outbox = newOutbox();
      go(writePump, outbox, connection);
      await sleep(1);
      outbox.offer(frame(1));
      await sleep(1);
    });

    expect(connection.writes).toEqual([frame(1)]);
  });

  test("writes all that is ready at once", async () => {
    const connection = new FakeConnection();

    await passes(async () => {
      const outbox = newOutbox();
      go(writePump, outbox, connection);
      await sleep(1);
      for (let id = 1; id <= 50; id++) outbox.offer(frame(id));
      await sleep(1);
    });

    expect(connection.writes).toHaveLength(1);
    expect(connection.writes.flatMap(ids)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });

  test("waits for its peer, and then writes what has come meanwhile", async () => {
    const connection = new FakeConnection();

    const { value } = await run(async () => {
      const outbox = newOutbox();
      connection.stick();
      go(writePump, outbox, connection);
      for (let id = 1; id <= 5; id++) {
        outbox.offer(frame(id));
        await sleep(1);
      }
      const before = connection.writes.length;
      connection.drain();
      await sleep(1);
      return before;
    });

    expect(value).toBe(1);
    expect(connection.writes.map(ids)).toEqual([[1], [2, 3, 4, 5]]);
  });

  test("joins frames once for all who have the same ones ready", async () => {
    const connections = [1, 2, 3].map(() => new FakeConnection());

    await passes(async () => {
      const outboxes = connections.map((connection) => {
        const outbox = newOutbox();
        go(writePump, outbox, connection);
        return outbox;
      });
      await sleep(1);
      for (const shared of [frame(1), frame(2)])
        for (const outbox of outboxes) outbox.offer(shared);
      await sleep(1);
    });

    const [first, ...others] = connections.map(({ writes }) => writes);
    expect(first?.map(ids)).toEqual([[1, 2]]);
    for (const other of others) expect(other[0]).toBe(first?.[0]);
  });

  test("does not take other frames for the same", async () => {
    const connections = [new FakeConnection(), new FakeConnection()];

    await passes(async () => {
      for (const [index, connection] of connections.entries()) {
        const outbox = newOutbox();
        go(writePump, outbox, connection);
        await sleep(1);
        outbox.offer(frame(1));
        outbox.offer(frame(2 + index));
        await sleep(1);
      }
    });

    const written = connections.map(({ writes }) => writes.map(ids));
    expect(written).toEqual([[[1, 2]], [[1, 3]]]);
  });

  test("writes what was offered before the close, then says goodbye", async () => {
    const connection = new FakeConnection();

    await passes(async () => {
      const outbox = newOutbox();
      outbox.offer(frame(1));
      outbox.offer(frame(2));
      outbox.close();
      await writePump(outbox, connection);
    });

    expect(connection.writes.map(ids)).toEqual([[1, 2]]);
    expect(connection.goodbyes).toEqual([1001]);
  });

  test("drops what comes after the end, and ends with its outbox", async () => {
    const connection = new FakeConnection();

    await passes(
      async () => {
        const outbox = newOutbox();
        go(writePump, outbox, connection);
        await sleep(1);
        connection.end();
        outbox.offer(frame(1));
        await sleep(1);
        outbox.offer(frame(2));
        outbox.close();
      },
      { strict: true, clock: "real" },
    );

    expect(connection.writes).toEqual([]);
  });

  test("makes one write of the socket out of many frames", async () => {
    const socket = new CountedSocket();
    const connection = new WebSocketConnection(
      "server",
      socket,
      new Uint8Array(0),
      defaultLimits,
    );

    await passes(async () => {
      const outbox = newOutbox();
      go(writePump, outbox, connection);
      await sleep(1);
      for (let id = 1; id <= 50; id++) outbox.offer(frame(id));
      await sleep(1);
    });
    socket.destroy();

    expect(socket.sizes).toEqual([150]);
  });

  test("keeps room in the socket for a goodbye", async () => {
    const connection = new FakeConnection();
    const long = new Uint8Array(100 * 1024);

    await passes(async () => {
      const outbox = newOutbox();
      for (let count = 0; count < 5; count++) outbox.offer(long);
      outbox.close();
      await writePump(outbox, connection);
    });

    const sizes = connection.writes.map(({ length }) => length / long.length);
    expect(sizes).toEqual([3, 2]);
  });
});

class CountedSocket extends Duplex {
  readonly sizes: number[] = [];

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: unknown, done: () => void): void {
    this.sizes.push(chunk.length);
    done();
  }
}
