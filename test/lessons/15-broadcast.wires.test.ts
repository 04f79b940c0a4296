import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { anySeed, Random } from "../../lessons/06-goroutines/random.ts";
import { outboxLimits } from "../../lessons/15-broadcast/client.ts";
import { flushMs } from "../../lessons/15-broadcast/hub.ts";
import {
  elapsed,
  join,
  joinAll,
  knock,
  openRoom,
  speech,
  talk,
  until,
  wires,
} from "./15-broadcast.room.ts";

const timeout = 60_000;
const mebibyte = 1024 * 1024;
const hundred = 100;

// What the machine may take beside a deadline, however busy it is.
const patienceMs = 5_000;

describe.each(wires)("on %s", (_name, accept) => {
  test(
    "one of 100 is paused, and 99 hear 10,000 messages each, in order",
    async () => {
      const closeTimeoutMs = 200;
      const room = await openRoom(accept, {
        limits: { closeTimeoutMs },
        outbox: { ...outboxLimits, bytes: mebibyte / 4 },
      });
      const { port, hub, clients, countSockets, deadlineTaken, quit } = room;
      const { said, heard } = speech(10_000, 1_000);
      const paused = await join(port, heard);
      paused.socket.pause();
      const readers = await joinAll(hundred - 1, port, heard);
      await until(() => hub.size === hundred);

      const whole = Promise.all(readers.map((reader) => reader.whole));
      readers[0]?.socket.write(said);
      await until(() => hub.slow === 1);
      await until(() => countSockets() === hundred - 1);
      await whole;

      expect(deadlineTaken()).toBeGreaterThan(closeTimeoutMs - 50);
      expect(deadlineTaken()).toBeLessThan(closeTimeoutMs + patienceMs);
      expect(readers.filter(({ isWrong }) => isWrong)).toEqual([]);
      expect([hub.slow, hub.size]).toEqual([1, hundred - 1]);
      expect(clients[0]?.outbox.length).toBe(0);
      expect((await quit()).kind).toBe("returned");
    },
    timeout,
  );

  test(
    "a burst of 5,000 reaches ten readers, whole and in order",
    async () => {
      const { port, hub, quit } = await openRoom(accept);
      const { said, heard } = speech(5_000, 100);
      const readers = await joinAll(10, port, heard);
      await until(() => hub.size === 10);

      readers[0]?.socket.write(said);
      await Promise.all(readers.map(({ whole }) => whole));

      expect(hub.slow).toBe(0);
      await quit();
      await Promise.all(readers.map(({ ended }) => ended));
      expect(readers.map(({ code }) => code)).toEqual(Array(10).fill(1001));
      expect(readers.filter(({ isWrong }) => isWrong)).toEqual([]);
    },
    timeout,
  );

  test(
    "a slow client holds one write and its outbox; if it wakes it reads a beginning without a gap, and 1013",
    async () => {
      const outbox = { ...outboxLimits, bytes: mebibyte };
      const { port, hub, clients, quit } = await openRoom(accept, {
        limits: { closeTimeoutMs: timeout },
        outbox,
      });
      const words = speech(600, 60_000);
      const bob = await join(port, words.heard);
      bob.socket.pause();
      const alice = await join(port, words.heard);
      await until(() => hub.size === 2);
      const [client = expect.fail()] = clients;
      let mostBuffered = 0;
      let mostInOutbox = 0;

      const said = await talk(alice, words, () => {
        const { connection, outbox } = client;
        mostBuffered = Math.max(mostBuffered, connection.bufferedBytes);
        mostInOutbox = Math.max(mostInOutbox, outbox.bytes);
        return hub.slow === 1;
      });
      bob.socket.resume();
      await bob.ended;

      expect(mostBuffered).toBeLessThan(256 * 1024 + 2 * 60_010);
      expect(mostInOutbox).toBeLessThanOrEqual(mebibyte);
      expect([bob.code, bob.isWrong]).toEqual([1013, false]);
      const dropped = (said / words.count) * words.heard.length - bob.received;
      expect(bob.received).toBeGreaterThan(0);
      expect(dropped).toBeGreaterThanOrEqual(mostInOutbox);
      expect(alice.isWrong).toBe(false);
      expect((await quit()).kind).toBe("returned");
    },
    timeout,
  );

  test(
    "quit waits for a client that does not read as long as flushMs",
    async () => {
      const { port, hub, clients, countSockets, quit } = await openRoom(accept);
      const words = speech(600, 60_000);
      const bob = await join(port, words.heard);
      bob.socket.pause();
      const alice = await join(port, words.heard);
      await until(() => hub.size === 2);
      const [client = expect.fail()] = clients;
      await talk(alice, words, () => client.connection.bufferedBytes > 0);

      const quitting = elapsed();
      const outcome = await quit();
      const tookMs = quitting();
      await until(() => countSockets() === 0);

      expect(outcome.kind).toBe("returned");
      expect(tookMs).toBeGreaterThan(flushMs - 50);
      expect(tookMs).toBeLessThan(flushMs + patienceMs);
      expect(alice.code).toBe(1001);
    },
    timeout,
  );

  test(
    "1,000 who come and leave as they like leave nothing behind",
    async () => {
      const seed = anySeed();
      const random = new Random(seed);
      const { port, hub, countSockets, quit } = await openRoom(accept);
      const { said } = speech(1, 10);
      const here: Socket[] = [];

      for (let visits = 0; visits < 1_000; visits++) {
        here.push((await knock(port)).resume());
        const guest = here[random.below(here.length)];
        if (random.below(3) > 0) guest?.write(said);
        while (here.length > random.below(50)) leave(here, random);
      }
      while (here.length > 0) leave(here, random);
      await until(() => countSockets() === 0 && hub.size === 0);
      const outcome = await quit();

      expect([outcome.kind, outcome.goroutines], `seed ${seed}`).toEqual([
        "returned",
        [],
      ]);
      const { register, unregister, broadcast, done } = hub;
      const lines = [register, unregister, broadcast, done].flatMap(
        ({ senders, receivers }) => [senders.first, receivers.first],
      );
      expect(lines, `seed ${seed}`).toEqual(Array(8).fill(undefined));
    },
    timeout,
  );
});

const goodbye = Buffer.of(0x88, 0x80, 0, 0, 0, 0);

// With a close frame, with the end of the socket, or with nothing but a reset.
function leave(here: Socket[], random: Random): void {
  const [socket] = here.splice(random.below(here.length), 1);
  const way = random.below(3);
  if (way === 0) socket?.write(goodbye);
  else if (way === 1) socket?.end();
  else socket?.resetAndDestroy();
}
