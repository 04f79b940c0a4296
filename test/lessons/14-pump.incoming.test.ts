import { describe, expect, test } from "vitest";
import { external, go, type ReceiveChannel, run, sleep } from "rendezvous";
import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import { acceptConnection } from "../../lessons/05-connection/websocket.ts";
import { incoming } from "../../lessons/14-pump/incoming.ts";
import { acceptWs } from "../../lessons/14-pump/ws.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";
import { passes } from "./10-time.virtual.ts";
import { FakeConnection } from "./14-pump.fake.ts";

async function all(messages: ReceiveChannel<Message>): Promise<Message[]> {
  const received: Message[] = [];
  for await (const message of messages) received.push(message);
  return received;
}

const words = (count: number) =>
  Array.from({ length: count }, (_, index) => `${index + 1}`);

describe("incoming", () => {
  test("gives messages in the order they came, then closes", async () => {
    const received = await passes(async () => {
      const connection = new FakeConnection();
      const messages = incoming(connection);
      connection.hear("a", Uint8Array.of(1), "b");
      connection.end();
      return all(messages);
    });

    expect(received).toEqual(["a", Uint8Array.of(1), "b"]);
  });

  test("hands a message to somebody who waits", async () => {
    const received = await passes(async () => {
      const connection = new FakeConnection();
      const messages = incoming(connection);
      go(() => connection.hear("a"));
      return messages.receive();
    });

    expect(received).toBe("a");
  });

  test("pauses when one stands in line, and reads no further", async () => {
    const seen = await passes(() => {
      const connection = new FakeConnection();
      const messages = incoming(connection, 2);
      connection.hear(...words(10));
      return [connection.isPaused, messages.length, connection.unread];
    });

    expect(seen).toEqual([true, 2, 7]);
  });

  test("does not pause for as many as fit", async () => {
    const connection = new FakeConnection();

    await passes(() => {
      incoming(connection, 2);
      connection.hear("a", "b");
    });

    expect(connection.isPaused).toBe(false);
  });

  test("resumes when one is received, for one more", async () => {
    const seen = await passes(async () => {
      const connection = new FakeConnection();
      const messages = incoming(connection, 2);
      connection.hear(...words(10));
      const first = await messages.receive();
      await sleep(1);
      return [first, connection.isPaused, messages.length, connection.unread];
    });

    expect(seen).toEqual(["1", true, 2, 6]);
  });

  test.each([0, 1, 15])("with %i ahead loses none of many", async (ahead) => {
    const received = await passes(async () => {
      const connection = new FakeConnection();
      const messages = incoming(connection, ahead);
      connection.hear(...words(100));
      go(async () => {
        while (connection.unread > 0) await sleep(1);
        connection.end();
      });
      return all(messages);
    });

    expect(received).toEqual(words(100));
  });

  test("gives what stood in line although the connection has ended", async () => {
    const seen = await passes(async () => {
      const connection = new FakeConnection();
      const messages = incoming(connection, 1);
      connection.hear("a", "b");
      connection.end();
      return [
        await messages.next(),
        await messages.next(),
        await messages.next(),
      ];
    });

    expect(seen).toEqual([
      { value: "a", done: false },
      { value: "b", done: false },
      { value: undefined, done: true },
    ]);
  });

  test("closes at once for somebody who waits when it ends", async () => {
    const seen = await passes(async () => {
      const connection = new FakeConnection();
      const messages = incoming(connection);
      go(() => connection.end(1006));
      return messages.next();
    });

    expect(seen).toEqual({ value: undefined, done: true });
  });
});

const wires = [
  ["our own wire", acceptConnection],
  ["the wire of ws", acceptWs],
] as const;

describe.each(wires)("incoming, on %s", (_wire, accept) => {
  test("takes a thousand messages in one chunk, and a goodbye", async () => {
    const [entered, enter] = latch<ReceiveChannel<Message>>();
    const { port } = await startServer(
      (connection) => enter(incoming(connection)),
      {},
      accept,
    );
    const peer = await rawPeer(port);
    const frames = words(1_000).map((word) => {
      const hex = Buffer.from(word).toString("hex");
      return `81${(0x80 + word.length).toString(16)}00000000${hex}`;
    });

    peer.send(frames.join("") + "8882 00000000 03e8");
    const { value } = await run(async () => {
      const listening = external("server");
      const received = await all(await external(entered));
      listening.done();
      return received;
    });

    expect(value).toEqual(words(1_000));
  });

  test("makes a peer wait whose messages nobody takes", async () => {
    const [entered, enter] = latch<Connection>();
    const { port } = await startServer(enter, {}, accept);
    const peer = await rawPeer(port);
    const messages = incoming(await entered);
    const frame = Buffer.concat([
      Buffer.from("82fe800000000000", "hex"),
      Buffer.alloc(0x8000),
    ]);

    let count = 0;
    while (peer.socket.writableLength < 64 * frame.length && count < 4_000) {
      peer.socket.write(frame);
      count++;
      await new Promise(setImmediate);
    }

    expect(messages.length).toBe(15);
    expect(count).toBeLessThan(4_000);
  });
});
