import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { opcodes } from "../../lessons/03-frames/frame.ts";
import { Backlog } from "../../lessons/05-connection/backlog.ts";
import { Sender } from "../../lessons/05-connection/sender.ts";

/** A queue that knows all its writes, and what a backlog counts of it. */
class Queue {
  readonly backlog = new Backlog();
  readonly writes: number[] = [];
  #bytes = 0;

  write(bytes: number): void {
    this.backlog.count(bytes, this.#bytes);
    this.writes.push(bytes);
    this.#bytes += bytes;
  }

  take(): void {
    this.#bytes -= this.writes.shift() ?? 0;
  }
}

test("of a queue that nobody empties every write is counted", () => {
  const queue = new Queue();

  for (let write = 0; write < 1_000; write++) queue.write(1 + (write % 7));

  expect(queue.backlog.writes).toBe(1_000);
});

test("a queue that is never empty counts twice its writes at most", () => {
  const queue = new Queue();
  for (let write = 0; write < 100; write++) queue.write(10);

  let most = 0;
  for (let write = 0; write < 10_000; write++) {
    queue.write(2 + ((write * write) % 17));
    queue.take();
    most = Math.max(most, queue.backlog.writes);
  }

  expect(queue.writes).toHaveLength(100);
  expect(most).toBeLessThanOrEqual(2 * 101 + 17);
});

test("no write that waits is forgotten, whatever its size", () => {
  const queue = new Queue();
  let fewestTooMany = Infinity;

  for (let step = 1; step < 20_000; step++) {
    queue.write(1 + ((step * step * 31) % 1_000));
    if ((step * 7919) % 1_000 > 400) queue.take();
    if ((step * 7919) % 1_000 > 800) queue.take();
    const tooMany = queue.backlog.writes - queue.writes.length;
    fewestTooMany = Math.min(fewestTooMany, tooMany);
  }

  expect(fewestTooMany).toBeGreaterThanOrEqual(0);
});

test("a slow peer that always reads may be sent small things for ever", () => {
  const waiting: (() => void)[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (_piece, _encoding, done) => void waiting.push(done),
  });
  const sender = new Sender(socket, "server", 100_000);
  const text = new Uint8Array(98);
  for (let sent = 0; sent < 200; sent++) void sender.send(opcodes.text, text);

  for (let sent = 0; sent < 5_000; sent++) {
    void sender.send(opcodes.text, text);
    waiting.shift()?.();
  }

  expect(sender.bufferedBytes).toBeGreaterThan(16_384);
  expect(socket.destroyed).toBe(false);
});
