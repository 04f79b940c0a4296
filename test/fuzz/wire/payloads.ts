// Payloads: a few bytes or the lengths at which the form of a frame changes; and
// text, right or nearly.

import fc from "fast-check";

export const small = fc.uint8Array({ maxLength: 10 });
const edges = fc.constantFrom(0, 1, 124, 125, 126, 127, 128, 299, 300, 301);
const hugeLengths = fc.constantFrom(65_535, 65_536, 70_000, 70_001);
const filled = (lengths: fc.Arbitrary<number>) =>
  fc
    .tuple(lengths, fc.constantFrom(0x2a, 0x00, 0xc3, 0xff))
    .map(([length, byte]) => new Uint8Array(length).fill(byte));

// Every kind of beginning and tail that UTF-8 knows, and the ones it forbids.
const utf8Parts = [
  0x41, 0x7f, 0x80, 0xbf, 0x8c, 0x8d, 0x8f, 0x90, 0x9f, 0xa0, 0xa9, 0xac, 0xbb,
  0xc0, 0xc1, 0xc2, 0xc3, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff,
];
export const words = fc
  .string({ unit: "binary", maxLength: 8 })
  .map((text) => new TextEncoder().encode(text));
/** Bytes that nearly are. */
export const almostWords = fc
  .array(fc.constantFrom(...utf8Parts), { maxLength: 8 })
  .map((bytes) => Uint8Array.from(bytes));

export const anything = fc.oneof(
  { weight: 4, arbitrary: small },
  { weight: 2, arbitrary: filled(edges) },
  { weight: 1, arbitrary: almostWords },
);
export const text = fc.oneof(
  { weight: 4, arbitrary: words },
  {
    weight: 1,
    arbitrary: edges.map((length) => new Uint8Array(length).fill(0x2a)),
  },
);
export const payloads = fc.oneof(anything, text);
/** So long that a length takes eight bytes, or nearly. */
export const huge = filled(hugeLengths);
