import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { opcodes } from "../../lessons/03-frames/frame.ts";
import { MessageAssembler } from "../../lessons/04-messages/assembler.ts";
import {
  arrivals,
  fragments,
  last,
  more,
  refusal,
  roomy,
  utf8,
} from "./04-messages.frames.ts";

const { text, binary, continuation } = opcodes;

describe("the limits (RFC 6455 §7.4.1)", () => {
  const limits = { maxMessageBytes: 8, maxFragments: 4 };

  test("let a message of exactly as many bytes pass, in one frame", () => {
    expect(arrivals([last(text, "12345678")], limits)).toHaveLength(1);
  });

  test("refuse one byte more in one frame: 1009", () => {
    expect(refusal([last(binary, "123456789")], limits)).toEqual({
      at: 0,
      code: "MESSAGE_TOO_LARGE",
      closeCode: 1009,
    });
  });

  test("count bytes and not characters", () => {
    expect(refusal([last(text, "🌍🌍")], limits)).toBeUndefined();
    expect(refusal([last(text, "🌍🌍!")], limits)).toMatchObject({ at: 0 });
  });

  test("let a message of exactly as many bytes pass, in fragments", () => {
    const frames = fragments(text, utf8("12345678"), [3, 8]);

    expect(arrivals(frames, limits)).toHaveLength(1);
  });

  test("refuse the fragment that brings one byte more: 1009", () => {
    const frames = fragments(text, utf8("123456789"), [3, 8]);

    expect(refusal(frames, limits)).toEqual({
      at: 2,
      code: "MESSAGE_TOO_LARGE",
      closeCode: 1009,
    });
  });

  test("refuse a first fragment that is too large at once: 1009", () => {
    expect(refusal([more(binary, "123456789")], limits)).toMatchObject({
      at: 0,
      closeCode: 1009,
    });
  });

  test("let a message of exactly as many fragments pass", () => {
    const frames = fragments(binary, utf8("abcd"), [1, 2, 3]);

    expect(arrivals(frames, limits)).toHaveLength(1);
  });

  test("refuse one fragment more, even if all are empty: 1008", () => {
    const frames = fragments(binary, utf8(""), [0, 0, 0, 0]);

    expect(refusal(frames, limits)).toEqual({
      at: 4,
      code: "TOO_MANY_FRAGMENTS",
      closeCode: 1008,
    });
  });

  test("begin anew with each message", () => {
    const frames = fragments(text, utf8("12345678"), [1, 2, 3]);

    expect(arrivals([...frames, ...frames], limits)).toHaveLength(2);
  });
});

describe("many small fragments", () => {
  // 65,536 of them: to copy the whole for each would move 137 GB.
  const size = 4 << 20;
  const cuts = Array.from({ length: size / 64 - 1 }, (_, i) => (i + 1) * 64);
  const limits = { maxMessageBytes: size, maxFragments: size / 64 };

  test("of text make 4 MiB in time that grows with the bytes", () => {
    const whole = "héllo 🌍 ".repeat(size / 12);

    const [arrival] = arrivals(fragments(text, utf8(whole), cuts), limits);

    expect(arrival?.kind === "message" && arrival.message === whole).toBe(true);
  });

  test("of bytes make 4 MiB in time that grows with the bytes", () => {
    const bytes = Buffer.alloc(size, "no two neighbours alike");

    const [arrival] = arrivals(fragments(binary, bytes, cuts), limits);

    const message = arrival?.kind === "message" ? arrival.message : "";
    expect(bytes.equals(message as Uint8Array)).toBe(true);
  });

  test.each([
    ["text", text],
    ["bytes", binary],
  ])(
    "of %s do not keep the chunk alive they were cut from",
    async (_, opcode) => {
      const assembler = new MessageAssembler(roomy);
      const chunk = cutFromChunk(assembler, opcode);

      await collectGarbage();

      expect(chunk.deref()).toBeUndefined();
      expect(assembler.add(last(continuation, "b"))).toBeDefined();
    },
  );

  test.each([
    ["text", text, "世"],
    ["bytes", binary, "a"],
  ])("of %s cost less than 100 bytes each", async (_, opcode, piece) => {
    const count = 65_536;
    const assembler = new MessageAssembler({
      maxMessageBytes: 1 << 20,
      maxFragments: count,
    });
    const start = more(opcode, piece);
    const next = more(continuation, piece);

    const before = await usedBytes();
    assembler.add(start);
    for (let i = 1; i < count; i++) assembler.add(next);
    const used = (await usedBytes()) - before;

    expect(used / count).toBeLessThan(100);
    expect(() => assembler.add(next)).toThrow("at most 65536 fragments");
  });
});

function cutFromChunk(
  assembler: MessageAssembler,
  opcode: 1 | 2,
): WeakRef<ArrayBuffer> {
  const chunk = new Uint8Array(1 << 20);
  assembler.add(more(opcode, chunk.subarray(7, 8)));
  return new WeakRef(chunk.buffer);
}

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

async function collectGarbage(): Promise<void> {
  await turn();
  gc();
  await turn();
}

async function usedBytes(): Promise<number> {
  await collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
