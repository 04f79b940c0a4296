import { describe, expect, test } from "vitest";
import {
  Channel,
  external,
  go,
  type ReceiveChannel,
  run,
  sleep,
} from "rendezvous";
import type { Message } from "../../lessons/05-connection/connection.ts";
import type { OutboxLimits } from "../../lessons/08-buffers/outbox.ts";
import {
  Client,
  outboxLimits,
  serve,
} from "../../lessons/15-broadcast/client.ts";
import { type Customs, flushMs, Hub } from "../../lessons/15-broadcast/hub.ts";
import { FakeConnection, frameOf, textOf } from "./15-broadcast.fakes.ts";

interface Guest {
  connection: FakeConnection;
  client: Client;
}

class Party {
  readonly hub: Hub<Uint8Array>;
  readonly encoded: Uint8Array[] = [];

  constructor(
    customs: Customs<Uint8Array, Client> = {},
    beat?: ReceiveChannel<number>,
  ) {
    this.hub = new Hub<Uint8Array>((frame) => frame, customs);
    go("hub", () => this.hub.run(beat));
  }

  async join(
    limits: OutboxLimits<Uint8Array> = outboxLimits,
    turnsToEnd = 1,
  ): Promise<Guest> {
    const connection = new FakeConnection();
    connection.turnsToEnd = turnsToEnd;
    const client = new Client(connection, limits);
    go("client", serve, client, this.hub, (message) => this.#encode(message));
    await settle();
    return { connection, client };
  }

  async end(): Promise<void> {
    this.hub.quit.close();
    await this.hub.done.receive();
  }

  #encode(message: Message): Uint8Array {
    const frame = frameOf(message);
    this.encoded.push(frame);
    return frame;
  }
}

/** Lets the event loop turn until nobody has anything to do. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await external(new Promise((resolve) => setImmediate(resolve)));
  }
}

/** Runs it on a virtual clock, and fails if anybody is left waiting. */
async function party(body: () => Promise<void>): Promise<void> {
  const { kind, error, report } = await run(body, {
    clock: "virtual",
    strict: true,
  });
  if (error instanceof Error) throw error;
  expect([kind, report]).toEqual(["returned", ""]);
}

describe("a hub", () => {
  test("tells everybody, the talker too, in the order it was said", () =>
    party(async () => {
      const room = new Party();
      const [alice, bob] = [await room.join(), await room.join()];

      for (const word of ["one", "two"]) alice.connection.hear(word);
      bob.connection.hear("three");
      await settle();

      expect(textOf(alice.connection)).toBe("one two three");
      expect(textOf(bob.connection)).toBe("one two three");
      await room.end();
    }));

  test("encodes a letter once, and everybody gets the same bytes", () =>
    party(async () => {
      const room = new Party();
      const guests = [await room.join(), await room.join(), await room.join()];

      guests[0]?.connection.hear("hi");
      await settle();

      const [frame] = room.encoded;
      expect(room.encoded).toHaveLength(1);
      for (const { connection } of guests) {
        expect(connection.writes[0]).toBe(frame);
      }
      await room.end();
    }));

  test("lets each client write once for all that came in a turn", () =>
    party(async () => {
      const room = new Party();
      const guests = [await room.join(), await room.join(), await room.join()];

      for (const { connection } of guests) {
        for (const word of ["a", "b", "c", "d"]) connection.hear(word);
      }
      await settle();

      const counts = guests.map(({ connection }) => connection.writes.length);
      expect(counts).toEqual([1, 1, 1]);
      const [first, ...others] = guests.map(
        ({ connection: { writes } }) => writes[0],
      );
      for (const other of others) expect(other).toBe(first);
      await room.end();
    }));

  test("waits for what other sockets bring in the same turn", () =>
    party(async () => {
      const room = new Party();
      const guests = [await room.join(), await room.join(), await room.join()];

      for (const { connection } of guests) {
        setImmediate(() => connection.hear("hi"));
      }
      await settle();

      expect(guests.map(({ connection }) => textOf(connection))).toEqual(
        Array(3).fill("hi hi hi"),
      );
      const counts = guests.map(({ connection }) => connection.writes.length);
      expect(counts).toEqual([1, 1, 1]);
      await room.end();
    }));

  test("lets a guest hear what came with its handshake", () =>
    party(async () => {
      const room = new Party();
      const connection = new FakeConnection();
      const client = new Client(connection);
      connection.hear("hello");

      go("client", serve, client, room.hub, frameOf);
      await settle();

      expect(textOf(connection)).toBe("hello");
      await room.end();
    }));

  test("tells a newcomer what is said from then on, and nothing before", () =>
    party(async () => {
      const room = new Party();
      const alice = await room.join();
      alice.connection.hear("before");
      await settle();
      const bob = await room.join();

      alice.connection.hear("after");
      await settle();

      expect(textOf(bob.connection)).toBe("after");
      await room.end();
    }));

  test("delivers last words before the news that somebody has left", () =>
    party(async () => {
      const room = new Party({
        joined: () => frameOf("joined"),
        left: () => frameOf("left"),
      });
      const [alice, bob] = [await room.join(), await room.join()];

      for (const word of ["one", "two"]) bob.connection.hear(word);
      bob.connection.destroy();
      await settle();

      expect(textOf(alice.connection)).toBe("joined joined one two left");
      expect([bob.client.isIn, room.hub.size]).toEqual([false, 1]);
      await room.end();
    }));
});

const forTwo = { ...outboxLimits, messages: 2 };

describe("a slow client", () => {
  test("is told 1013 when its outbox is full, counted, and out of the set", () =>
    party(async () => {
      const room = new Party();
      const [alice, bob] = [await room.join(), await room.join(forTwo)];
      bob.connection.read(false);

      for (let word = 1; word <= 4; word++) {
        alice.connection.hear(`${word}`);
        await settle();
      }

      expect(textOf(alice.connection)).toBe("1 2 3 4");
      expect(textOf(bob.connection)).toBe("1");
      expect(bob.connection.goodbye).toBe(1013);
      expect([room.hub.slow, room.hub.size]).toEqual([1, 1]);
      await room.end();
    }));

  test("may have exactly as much waiting as its outbox holds", () =>
    party(async () => {
      const room = new Party();
      const [alice, bob] = [await room.join(), await room.join(forTwo)];
      bob.connection.read(false);

      for (const word of ["1", "2", "3"]) {
        alice.connection.hear(word);
        await settle();
      }
      bob.connection.read(true);
      await settle();

      expect(textOf(bob.connection)).toBe("1 2 3");
      expect(room.hub.slow).toBe(0);
      await room.end();
    }));

  test("is let go once, although its connection ends afterwards", () =>
    party(async () => {
      let left = 0;
      const room = new Party({ left: () => void left++ });
      const [alice, bob] = [await room.join(), await room.join(forTwo)];
      bob.connection.read(false);

      for (let word = 1; word <= 9; word++) {
        alice.connection.hear(`${word}`);
        await settle();
      }

      expect(bob.connection.hasEnded).toBe(true);
      expect([room.hub.slow, left]).toEqual([1, 1]);
      await room.end();
    }));

  test("is not heard any more after the news that it has gone", () =>
    party(async () => {
      const room = new Party({ left: () => frameOf("left") });
      const [alice, bob] = [await room.join(), await room.join(forTwo)];
      bob.connection.read(false);
      bob.connection.turnsToEnd = 5;

      for (let word = 0; word < 80; word++) bob.connection.hear("bob");
      await settle();
      for (let word = 0; word < 3; word++) alice.connection.hear("alice");
      await settle();

      const words = textOf(alice.connection).split(" ");
      expect(bob.connection.goodbye).toBe(1013);
      expect(words.lastIndexOf("bob")).toBeLessThan(words.indexOf("left"));
      await room.end();
    }));

  test("may be one who reads, where somebody says more than it can take", () =>
    party(async () => {
      const room = new Party();
      const [alice, bob] = [await room.join(), await room.join()];
      const message = new Uint8Array(60_000);
      bob.connection.read(false);

      for (let said = 0; room.hub.slow === 0; said += 16) {
        for (let i = 0; i < 16; i++) alice.connection.hear(message);
        await settle();
        bob.connection.read(true); // he takes one write,
        bob.connection.read(false); // and not yet the next
        expect(said).toBeLessThan(1_000);
      }

      expect(bob.connection.writes.length).toBeGreaterThan(5);
      expect(bob.connection.goodbye).toBe(1013);
      expect(alice.connection.goodbye).toBeUndefined();
      await room.end();
    }));

  test("is not one who got more in a turn than an outbox holds", () =>
    party(async () => {
      const room = new Party();
      const talkers = [];
      for (let i = 0; i < 6; i++) talkers.push(await room.join());
      const message = new Uint8Array(64 * 1024);
      const most = 16; // that `incoming` takes before it pauses

      for (const { connection } of talkers) {
        for (let i = 0; i < most; i++) connection.hear(message);
      }
      await settle();

      const bytes = talkers.map(({ connection }) =>
        connection.writes.reduce((sum, { length }) => sum + length, 0),
      );
      expect(room.hub.slow).toBe(0);
      expect(bytes).toEqual(Array(6).fill(6 * most * (message.length + 10)));
      await room.end();
    }));

  test("is not one who got 16 letters in a turn with an outbox for two", () =>
    party(async () => {
      const room = new Party();
      const [alice, bob] = [await room.join(), await room.join(forTwo)];
      const words = Array.from({ length: 16 }, (_, index) => `${index}`);

      for (const word of words) alice.connection.hear(word);
      await settle();

      expect(textOf(bob.connection)).toBe(words.join(" "));
      expect(room.hub.slow).toBe(0);
      await room.end();
    }));

  test("may be found full by the welcome that it gets itself", () =>
    party(async () => {
      const forOne = { ...outboxLimits, messages: 1 };
      const room = new Party({
        joined: (client) => {
          client.outbox.offer(frameOf("welcome"));
          return frameOf("joined");
        },
      });
      const bob = await room.join(forOne);

      expect(textOf(bob.connection)).toBe("welcome joined");
      expect(room.hub.slow).toBe(0);
      await room.end();
    }));
});

describe("a heartbeat", () => {
  test("destroys by its next beat who has not answered a ping", () =>
    party(async () => {
      const beat = new Channel<number>();
      const room = new Party({ left: () => frameOf("left") }, beat);
      const [alice, bob] = [await room.join(), await room.join()];

      for (let beats = 1; beats <= 2; beats++) {
        await beat.send(beats);
        await settle();
        alice.connection.onpong(new Uint8Array(0));
        expect(bob.connection.hasEnded).toBe(beats === 2);
      }
      await settle();

      expect(alice.connection.hasEnded).toBe(false);
      expect(textOf(alice.connection)).toBe("left");
      expect([room.hub.size, room.hub.slow]).toEqual([1, 0]);
      await room.end();
    }));
});

describe("a hub that quits", () => {
  test("writes what is left, says 1001, and is done when all have left", () =>
    party(async () => {
      const room = new Party();
      const [alice, bob] = [await room.join(), await room.join()];

      alice.connection.hear("good night");
      await settle();
      await room.end();

      for (const { connection } of [alice, bob]) {
        expect(textOf(connection)).toBe("good night");
        expect([connection.goodbye, connection.hasEnded]).toEqual([1001, true]);
      }
      expect(room.hub.size).toBe(0);
    }));

  test("destroys after flushMs who does not answer", () =>
    party(async () => {
      const room = new Party();
      const bob = await room.join();
      bob.connection.turnsToEnd = Infinity;

      room.hub.quit.close();
      await sleep(flushMs - 1);
      expect(bob.connection.hasEnded).toBe(false);
      await sleep(1);
      await room.hub.done.receive();

      expect(bob.connection.hasEnded).toBe(true);
    }));

  test("sends home who comes meanwhile", () =>
    party(async () => {
      const room = new Party();
      const bob = await room.join();
      bob.connection.turnsToEnd = Infinity;
      room.hub.quit.close();
      await settle();

      const carol = await room.join(outboxLimits, Infinity);

      expect(carol.connection.goodbye).toBe(1001);
      await room.hub.done.receive();
      expect(carol.connection.hasEnded).toBe(true);
    }));

  test("leaves nobody behind who comes, talks or leaves when it is over", () =>
    party(async () => {
      const room = new Party();
      const bob = await room.join();
      bob.connection.turnsToEnd = Infinity;
      await room.end();

      const carol = await room.join();
      carol.connection.hear("is anybody there?");
      await settle();

      expect([carol.connection.goodbye, carol.connection.hasEnded]).toEqual([
        1001,
        true,
      ]);
    }));
});
