import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { Sender } from "../../lessons/05-connection/sender.ts";

const maxBufferedBytes = 100_000;

interface Written {
  /** The pieces of each write that the system would see. */
  writes: Uint8Array[][];
  sender: Sender;
}

function listen(): Written {
  const writes: Uint8Array[][] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (piece: Uint8Array, _encoding, done) => {
      writes.push([piece]);
      done();
    },
    writev: (pieces, done) => {
      writes.push(pieces.map(({ chunk }) => chunk as Uint8Array));
      done();
    },
  });
  return { writes, sender: new Sender(socket, "server", maxBufferedBytes) };
}

test("a long payload leaves uncopied, in one write with its header", async () => {
  const { writes, sender } = listen();
  const payload = new Uint8Array(20_000).fill(7);

  await sender.send(opcodes.binary, payload);

  expect(writes).toHaveLength(1);
  expect(writes[0]?.[1]?.buffer).toBe(payload.buffer);
  const whole = encodeFrame({ opcode: opcodes.binary, payload });
  expect(Buffer.concat(writes[0] ?? []).equals(whole)).toBe(true);
});

test("a short payload leaves with its header as one piece", async () => {
  const { writes, sender } = listen();
  const payload = new Uint8Array(100).fill(7);

  await sender.send(opcodes.binary, payload);

  const whole = encodeFrame({ opcode: opcodes.binary, payload });
  expect(writes.map((pieces) => pieces.length)).toEqual([1]);
  expect(Buffer.concat(writes[0] ?? []).equals(whole)).toBe(true);
});

test("a client masks a long payload, and its own bytes stay as they are", async () => {
  const writes: Uint8Array[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (piece: Uint8Array, _encoding, done) => (writes.push(piece), done()),
  });
  const payload = new Uint8Array(20_000).fill(7);

  await new Sender(socket, "client", maxBufferedBytes).send(
    opcodes.binary,
    payload,
  );

  expect(writes.map(({ length }) => length)).toEqual([20_008]);
  expect(payload.every((byte) => byte === 7)).toBe(true);
});
