import { isUtf8 } from "node:buffer";
import { describe, expect, test } from "vitest";
import { opcodes } from "../../lessons/03-frames/frame.ts";
import {
  allCuts,
  arrivals,
  fragments,
  fromHex,
  last,
  more,
  refusal,
  utf8,
} from "./04-messages.frames.ts";

const { text, continuation } = opcodes;

/** The cuts after which `bytes` no longer come out as `expected`. */
function cutsThatChange(expected: string, bytes: Uint8Array): number[][] {
  return allCuts(bytes.length).filter((cuts) => {
    const [arrival] = arrivals(fragments(text, bytes, cuts));
    return arrival?.kind !== "message" || arrival.message !== expected;
  });
}

describe("text in fragments (RFC 6455 §8.1)", () => {
  test.each([
    ["1 byte a code point", "Hello"],
    ["2 bytes a code point", "\u0080é\u07ff"],
    ["3 bytes a code point", "\u0800€\uffff"],
    ["4 bytes a code point", "\u{10000}🌍\u{10ffff}"],
    ["every length", "a\u00e9\u20ac🌍"],
    ["a combining accent", "e\u0301"],
    ["a family of four", "👨‍👧"],
    ["code points beside the surrogates", "\ud7ff\ue000"],
    ["a nul", "a\0b"],
    ["a replacement character", "\ufffd!"],
    ["a byte order mark first", "\ufeffabc"],
    ["two byte order marks", "\ufeff\ufeff"],
  ])("comes out as it went in, cut anywhere: %s", (_name, expected) => {
    expect(cutsThatChange(expected, utf8(expected))).toEqual([]);
  });

  test("comes out byte for byte, a byte order mark included", () => {
    const bytes = fromHex("ef bb bf 61 ef bb bf c3 a9 00 ef bf bd");

    const [arrival] = arrivals([last(text, bytes)]);

    const message = arrival?.kind === "message" ? arrival.message : "";
    expect(utf8(message as string)).toEqual(bytes);
  });

  test("may be cut by empty fragments inside a code point", () => {
    const frames = [
      more(text, fromHex("f0")),
      more(continuation, fromHex("")),
      more(continuation, fromHex("9f 8c")),
      more(continuation, fromHex("")),
      last(continuation, fromHex("8d")),
    ];

    expect(arrivals(frames)).toEqual([{ kind: "message", message: "🌍" }]);
  });
});

// What follows is refused, and `at` is the byte that proves it, counted from 0:
// what came before it could still have become text.
const invalid = [
  { name: "ff, which never occurs", bytes: "ff", at: 0 },
  { name: "fe, which never occurs", bytes: "fe fe ff ff", at: 0 },
  { name: "ff after text", bytes: "48 69 ff 21", at: 2 },
  { name: "a continuation byte alone", bytes: "80", at: 0 },
  { name: "the last continuation byte alone", bytes: "bf", at: 0 },
  { name: "a continuation byte too many", bytes: "c3 a9 80", at: 2 },
  { name: "slash in 2 bytes (overlong)", bytes: "c0 af", at: 0 },
  { name: "slash in 3 bytes (overlong)", bytes: "e0 80 af", at: 1 },
  { name: "slash in 4 bytes (overlong)", bytes: "f0 80 80 af", at: 1 },
  { name: "slash in 5 bytes", bytes: "f8 80 80 80 af", at: 0 },
  { name: "slash in 6 bytes", bytes: "fc 80 80 80 80 af", at: 0 },
  { name: "nul in 2 bytes (overlong)", bytes: "c0 80", at: 0 },
  { name: "U+007F in 2 bytes (overlong)", bytes: "c1 bf", at: 0 },
  { name: "U+07FF in 3 bytes (overlong)", bytes: "e0 9f bf", at: 1 },
  { name: "U+FFFF in 4 bytes (overlong)", bytes: "f0 8f bf bf", at: 1 },
  { name: "the first surrogate, U+D800", bytes: "ed a0 80", at: 1 },
  { name: "the last surrogate, U+DFFF", bytes: "ed bf bf", at: 1 },
  { name: "a surrogate pair", bytes: "ed a0 80 ed b0 80", at: 1 },
  { name: "U+110000", bytes: "f4 90 80 80", at: 1 },
  { name: "f5, far past U+10FFFF", bytes: "f5 80 80 80", at: 0 },
  { name: "a 5-byte form", bytes: "f8 88 80 80 80", at: 0 },
  { name: "a 6-byte form", bytes: "fc 84 80 80 80 80", at: 0 },
  { name: "2 bytes, the second missing", bytes: "c3 28", at: 1 },
  { name: "3 bytes, the second missing", bytes: "e2 28 a1", at: 1 },
  { name: "3 bytes, the third missing", bytes: "e2 82 28", at: 2 },
  { name: "4 bytes, the second missing", bytes: "f0 28 8c bc", at: 1 },
  { name: "4 bytes, the third missing", bytes: "f0 90 28 bc", at: 2 },
  { name: "4 bytes, the fourth missing", bytes: "f0 90 8c 28", at: 3 },
  { name: "a start inside a code point", bytes: "f0 9f f0 9f 8c 8d", at: 2 },
  { name: "é of Latin-1", bytes: "68 e9 6c 6c 6f", at: 2 },
  { name: "Greek, then a surrogate", bytes: "ce ba e1 bd b9 ed a0 80", at: 6 },
];

describe("text that is not UTF-8 (RFC 6455 §8.1)", () => {
  test.each(invalid)("is refused in one frame: $name", ({ bytes }) => {
    expect(refusal([last(text, fromHex(bytes))])).toEqual({
      at: 0,
      code: "INVALID_UTF8",
      closeCode: 1007,
    });
  });

  test.each(invalid)(
    "is refused with the fragment that proves it, cut anywhere: $name",
    ({ bytes, at }) => {
      const payload = fromHex(bytes);

      const wrong = allCuts(payload.length).filter((cuts) => {
        const proof = cuts.filter((cut) => cut <= at).length;
        const found = refusal(fragments(text, payload, cuts));
        return found?.at !== proof || found.closeCode !== 1007;
      });

      expect(wrong).toEqual([]);
    },
  );

  test.each(invalid)(
    "is refused although the message goes on: $name",
    ({ bytes }) => {
      expect(refusal([more(text, fromHex(bytes))])).toMatchObject({ at: 0 });
    },
  );

  test.each(["c3", "e2", "e2 82", "f0", "f0 9f", "f0 9f 8c", "61 f4 8f"])(
    "is refused when it ends inside a code point, and not before: %s",
    (bytes) => {
      const payload = fromHex(bytes);

      const whole = refusal([last(text, payload)]);
      const cut = refusal([...fragments(text, payload, [payload.length])]);
      const open = refusal([more(text, payload)]);

      expect(whole).toEqual({ at: 0, code: "INVALID_UTF8", closeCode: 1007 });
      expect(cut).toEqual({ at: 1, code: "INVALID_UTF8", closeCode: 1007 });
      expect(open).toBeUndefined();
    },
  );

  test("is not looked for in bytes", () => {
    const frames = fragments(opcodes.binary, fromHex("ff c0 80 f0"), [1, 2]);

    expect(refusal(frames)).toBeUndefined();
  });
});

// A second opinion: bytes may still become text if something of these makes
// them valid. What may follow e0, ed, f0 and f4 is among them.
const completions = ["", "80", "80 80", "80 80 80", "a0 80", "90 80 80"].map(
  fromHex,
);

function mayBecomeText(bytes: readonly number[]): boolean {
  return completions.some((rest) => isUtf8(Uint8Array.of(...bytes, ...rest)));
}

/** The fragment that should be refused if each byte is one of its own. */
function firstBadByte(bytes: readonly number[]): number | undefined {
  const at = bytes.findIndex((_, i) => !mayBecomeText(bytes.slice(0, i + 1)));
  return at < 0 ? undefined : at;
}

function judgedWrongly(bytes: readonly number[]): boolean {
  const cuts = bytes.slice(1).map((_, i) => i + 1);
  const frames = fragments(text, Uint8Array.from(bytes), cuts);
  const open = frames.map((frame) => ({ ...frame, fin: false }));
  return refusal(open)?.at !== firstBadByte(bytes);
}

describe("byte by byte, text is refused at the same byte as by Node's isUtf8", () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  // Both sides of every border in the table of RFC 3629 §4.
  const borders = [
    ...[0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf],
    ...[0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5],
  ];

  test("for every pair of bytes", () => {
    const pairs = all.flatMap((a) => all.map((b) => [a, b]));

    expect(pairs.filter(judgedWrongly)).toEqual([]);
  });

  test("for every start of a long form, with every border behind it", () => {
    const starts = borders.filter((byte) => byte >= 0xc1);
    const quads = starts.flatMap((a) =>
      borders.flatMap((b) =>
        borders.flatMap((c) =>
          [0x7f, 0x80, 0xbf, 0xc2].map((d) => [a, b, c, d]),
        ),
      ),
    );

    expect(quads.filter(judgedWrongly)).toEqual([]);
  });
});
