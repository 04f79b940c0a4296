import { describe, expect, test } from "vitest";
import { decodeText } from "../../lessons/04-messages/gather.ts";

const length = 100_000;

function letters(change?: [at: number, byte: number]): Uint8Array {
  const bytes = new Uint8Array(length).fill(0x61);
  if (change) bytes[change[0]] = change[1];
  return bytes;
}

describe("a long text", () => {
  test("of ASCII alone is that text", () => {
    expect(decodeText(letters()) === "a".repeat(length)).toBe(true);
  });

  test("that lies inside a chunk is read from its place", () => {
    const chunk = letters([0, 0xff]);

    expect(decodeText(chunk.subarray(1)) === "a".repeat(length - 1)).toBe(true);
  });

  test.each([0, length / 2, length - 1])(
    "with a byte of no code point at %i is refused (§8.1)",
    (at) => {
      expect(() => decodeText(letters([at, 0xff]))).toThrow("UTF-8");
    },
  );

  test("with an é in its middle is decoded", () => {
    const text = `${"a".repeat(50_000)}é${"b".repeat(50_000)}`;

    expect(decodeText(new TextEncoder().encode(text)) === text).toBe(true);
  });
});
