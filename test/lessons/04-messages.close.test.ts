import { describe, expect, test } from "vitest";
import { opcodes } from "../../lessons/03-frames/frame.ts";
import {
  decodeClose,
  encodeClose,
  isCloseCode,
} from "../../lessons/04-messages/close.ts";
import { arrivals, fromHex, last, refusal } from "./04-messages.frames.ts";

const { close } = opcodes;

describe("a close payload (RFC 6455 §5.5.1)", () => {
  test("that is empty has no code and no reason", () => {
    expect(decodeClose(fromHex(""))).toEqual({ code: undefined, reason: "" });
  });

  test("of two bytes is a code without a reason", () => {
    expect(decodeClose(fromHex("03 e8"))).toEqual({ code: 1000, reason: "" });
  });

  test("has its code in network byte order", () => {
    expect(decodeClose(fromHex("0f a1"))).toEqual({ code: 4001, reason: "" });
  });

  test("goes on with a reason in UTF-8", () => {
    expect(decodeClose(fromHex("03 e9 f0 9f 8c 8d"))).toEqual({
      code: 1001,
      reason: "🌍",
    });
  });

  test("keeps a byte order mark in its reason", () => {
    expect(decodeClose(fromHex("03 e9 ef bb bf"))).toHaveProperty(
      "reason",
      "\u{feff}",
    );
  });

  test("arrives as a close with both", () => {
    expect(arrivals([last(close, fromHex("03 e8 62 79 65"))])).toEqual([
      { kind: "close", code: 1000, reason: "bye" },
    ]);
  });

  test("of one byte is refused (§5.5.1): 1002", () => {
    expect(refusal([last(close, fromHex("03"))])).toEqual({
      at: 0,
      code: "CLOSE_TOO_SHORT",
      closeCode: 1002,
    });
  });

  test.each([
    ["ends inside a code point", "03 e8 f0 9f"],
    ["has a byte that never occurs", "03 e8 62 ff"],
    ["holds a surrogate", "03 e8 ed a0 80"],
    ["holds an overlong form", "03 e8 c0 af"],
  ])("whose reason %s is refused (§8.1): 1007", (_name, payload) => {
    expect(refusal([last(close, fromHex(payload))])).toEqual({
      at: 0,
      code: "INVALID_UTF8",
      closeCode: 1007,
    });
  });
});

describe("a close code (RFC 6455 §7.4)", () => {
  test.each([
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
    3000, 3999, 4000, 4999,
  ])("of %i may be sent", (code) => {
    expect(isCloseCode(code)).toBe(true);
    expect(arrivals([last(close, encodeClose(code))])).toEqual([
      { kind: "close", code, reason: "" },
    ]);
  });

  test.each([
    0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535,
  ])("of %i is refused: 1002", (code) => {
    const payload = Uint8Array.of(code >> 8, code & 0xff);

    expect(isCloseCode(code)).toBe(false);
    expect(refusal([last(close, payload)])).toEqual({
      at: 0,
      code: "INVALID_CLOSE_CODE",
      closeCode: 1002,
    });
  });

  test("is checked before the reason is read", () => {
    expect(refusal([last(close, fromHex("03 ee ff"))])).toMatchObject({
      code: "INVALID_CLOSE_CODE",
    });
  });

  test("is a whole number", () => {
    expect(isCloseCode(1000.5)).toBe(false);
    expect(isCloseCode(NaN)).toBe(false);
  });
});

describe("encodeClose", () => {
  test("writes nothing without a code", () => {
    expect(encodeClose()).toEqual(fromHex(""));
  });

  test("writes what decodeClose reads", () => {
    const payload = encodeClose(4321, "à bientôt");

    expect(decodeClose(payload)).toEqual({ code: 4321, reason: "à bientôt" });
  });

  test("fills a control frame to the last of its 125 bytes", () => {
    expect(encodeClose(1000, "é".repeat(61) + "!")).toHaveLength(125);
  });

  test("refuses a reason of 124 bytes", () => {
    expect(() => encodeClose(1000, "é".repeat(62))).toThrow(
      "expected a reason of at most 123 bytes, got 124",
    );
  });

  test("refuses a reason without a code", () => {
    expect(() => encodeClose(undefined, "bye")).toThrow(RangeError);
  });

  test.each([1005, 1006, 1015, 999, 5000, -1])("refuses code %i", (code) => {
    expect(() => encodeClose(code)).toThrow(
      `expected a close code that may be sent, got ${code}`,
    );
  });
});
