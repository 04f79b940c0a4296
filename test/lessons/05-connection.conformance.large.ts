// Messages as long as a server takes, whole, in fragments and in small writes:
// what comes back is the same, byte for byte, in one frame (RFC 6455 §5.4).

import { describe, expect, test } from "vitest";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { cut } from "../support/bytes.ts";
import type { RawPeer } from "../support/connection.ts";
import {
  answer,
  expectRefusal,
  frame,
  hex,
  oneMiB,
  sendInSteps,
  type Target,
} from "./05-connection.conformance.peer.ts";

const { text, binary, continuation } = opcodes;
const kinds = { text, binary };

// Of 37 bytes, so that powers of two cut it, and its code points, anywhere.
const pattern = Buffer.from("é🌍€, as often as there is room!");

/** `length` bytes of UTF-8; what is too short for the pattern is full stops. */
function payloadOf(length: number): Buffer {
  const whole = length - (length % pattern.length);
  return Buffer.alloc(length, pattern).fill(".", whole);
}

const mask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** The frames of one message, with `size` bytes in each. */
function fragmentsOf(
  kind: keyof typeof kinds,
  payload: Buffer,
  size: number,
): Buffer {
  const count = Math.ceil(payload.length / size);
  const cuts = Array.from({ length: count - 1 }, (_, at) => (at + 1) * size);
  const frames = cut(payload, cuts).map((piece, at) => {
    const opcode = at === 0 ? kinds[kind] : continuation;
    return encodeFrame({ opcode, fin: at === count - 1, payload: piece }, mask);
  });
  return Buffer.concat(frames);
}

/** The next `length` bytes, kept as they came: they are many. */
function readBytes({ socket }: RawPeer, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let missing = length;
  socket.removeAllListeners("data");
  return new Promise((resolve) => {
    const finish = () => resolve(Buffer.concat(chunks));
    socket.on("close", finish).on("end", finish);
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      missing -= chunk.length;
      if (missing <= 0) finish();
    });
  });
}

/** Sends `bytes`, in steps if told so, and expects `payload` to come back. */
async function expectBack(
  target: Target,
  kind: keyof typeof kinds,
  payload: Buffer,
  bytes: Uint8Array,
  step = Infinity,
): Promise<void> {
  const expected = encodeFrame({ opcode: kinds[kind], payload });
  const peer = await target.join();

  const heard = readBytes(peer, expected.length);
  await sendInSteps(peer, bytes, step);

  expect((await heard).equals(expected)).toBe(true);
}

const kib = 1024;

export function largeCases(target: Target): void {
  describe("a large message comes back (RFC 6455 §5.2, §5.4)", () => {
    test.each([
      ["text", 1],
      ["text", 16],
      ["binary", 4],
      ["binary", 16],
    ] as const)("%s of %i MiB", async (kind, size) => {
      const payload = payloadOf(size * oneMiB);
      const bytes = encodeFrame({ opcode: kinds[kind], payload }, mask);

      await expectBack(target, kind, payload, bytes);
    });

    test.each([
      ["text", 4, 64],
      ["binary", 4, 64],
      ["text", 1, 256],
      ["binary", 1, kib],
      ["text", 4, 16 * kib],
      ["binary", 4, 64 * kib],
      ["text", 16, oneMiB],
      ["binary", 16, oneMiB],
    ] as const)(
      "%s of %i MiB in fragments of %i bytes",
      async (kind, size, each) => {
        const payload = payloadOf(size * oneMiB);
        const bytes = fragmentsOf(kind, payload, each);

        await expectBack(target, kind, payload, bytes);
      },
    );

    test.each([
      ["text", 64, 64],
      ["binary", 128, 128],
      ["text", 256, 512],
      ["binary", 1024, 2048],
    ] as const)(
      "%s of %i KiB in writes of %i bytes",
      async (kind, size, step) => {
        const payload = payloadOf(size * kib);
        const bytes = encodeFrame({ opcode: kinds[kind], payload }, mask);

        await expectBack(target, kind, payload, bytes, step);
      },
    );

    test("text of 64 KiB in fragments of 1,300 bytes", async () => {
      const payload = payloadOf(64 * kib);
      const bytes = fragmentsOf("text", payload, 1300);

      await expectBack(target, "text", payload, bytes);
    });

    test("one of 16 MiB and a byte gets 1009 (§7.4.1)", async () => {
      const length = (16 * oneMiB + 1).toString(16).padStart(16, "0");

      await expectRefusal(target, [`82ff${length}00000000`], 1009);
    });

    test("one that grows beyond 16 MiB gets 1009 (§7.4.1)", async () => {
      const payload = payloadOf(16 * oneMiB);
      const open = encodeFrame({ opcode: binary, fin: false, payload }, mask);
      const peer = await target.join();

      peer.socket.write(open);
      peer.send(frame("80", "2a"));

      expect((await peer.rest()).slice(4, 8)).toBe("03f1");
    });
  });

  describe("many messages come back, in their order (RFC 6455 §5.4)", () => {
    test("a thousand in one go", async () => {
      const peer = await target.join();
      const numbers = Array.from({ length: 1_000 }, (_, at) =>
        at.toString(16).padStart(4, "0"),
      );

      peer.send(numbers.map((number) => frame("82", number)).join(""));
      const heard = await peer.read(4_000);

      expect(heard).toBe(
        numbers.map((number) => answer("82", number)).join(""),
      );
    });

    test.each([
      ["81", 0],
      ["82", 64],
      ["81", 4 * kib],
    ])(
      "a hundred, one after the other: %s of %i bytes",
      async (first, size) => {
        const peer = await target.join();
        const payload = hex(payloadOf(size));
        const expected = answer(first, payload);

        const heard = [];
        while (heard.length < 100) {
          peer.send(frame(first, payload));
          heard.push(await peer.read(expected.length / 2));
        }

        expect([...new Set(heard)]).toEqual([expected]);
      },
    );
  });
}
