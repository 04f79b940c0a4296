// Frames before they are bytes, in the turns of a conversation: whole messages,
// controls, closes, floods, and frames of which any part may be wrong.

import fc from "fast-check";
import type { Role } from "./frame-oracle.ts";
import {
  almostWords,
  anything,
  huge,
  payloads,
  small,
  text,
  words,
} from "./payloads.ts";

/** A frame before it is bytes, and in what it may lie. */
export interface Draft {
  fin: boolean;
  reserved: number;
  opcode: number;
  payload: Uint8Array;
  /** Should it be masked, as its side demands? */
  isRight: boolean;
  mask: Uint8Array;
  /** Bytes that the length takes; 1 for the shortest form. */
  form: 1 | 2 | 8;
  /** What is added to the length that the header tells. */
  lie: bigint;
}

const masks = fc.uint8Array({ minLength: 4, maxLength: 4 });
const honest = { reserved: 0, isRight: true, form: 1, lie: 0n } as const;

/** A message, whole or in fragments, and perhaps a ping or a pong inside. */
const messages = (opcode: number, payloads: fc.Arbitrary<Uint8Array>) =>
  fc
    .tuple(
      fc.array(fc.tuple(payloads, masks), { minLength: 1, maxLength: 4 }),
      fc.option(fc.tuple(fc.constantFrom(9, 10), small, masks), { freq: 1 }),
    )
    .map(([pieces, inner]) => {
      const frames = pieces.map(([payload, mask], at): Draft => {
        const fin = at === pieces.length - 1;
        return { ...honest, fin, opcode: at > 0 ? 0 : opcode, payload, mask };
      });
      return inner ? frames.toSpliced(1, 0, control(...inner)) : frames;
    });
const parts = fc.oneof(messages(1, text), messages(2, anything));

/** A text whose characters are cut in two, or that is none. */
const cutWords = fc
  .tuple(fc.oneof(words, almostWords), fc.nat(8), fc.nat(8), masks)
  .map(([bytes, a, b, mask]) => {
    const [from, to] = a < b ? [a, b] : [b, a];
    const pieces = [
      bytes.subarray(0, from),
      bytes.subarray(from, to),
      bytes.subarray(to),
    ];
    return pieces.map((payload, at): Draft => {
      const opcode = at > 0 ? 0 : 1;
      return { ...honest, fin: at === 2, opcode, payload, mask };
    });
  });

function control(opcode: number, payload: Uint8Array, mask: Uint8Array): Draft {
  return { ...honest, fin: true, opcode, payload, mask };
}

const controls = fc
  .tuple(fc.constantFrom(9, 10), payloads, masks)
  .map(([opcode, bytes, mask]) => [
    control(opcode, bytes.subarray(0, 125), mask),
  ]);

const closeCodes = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999),
  },
  { weight: 1, arbitrary: fc.integer({ min: 990, max: 1020 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 2999, 5000, 65_535) },
  { weight: 1, arbitrary: fc.nat(65_535) },
);
const reasons = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 1, arbitrary: almostWords },
);
const lengths = fc.constantFrom(125, 125, 125, 125, 125, 125, 2, 2, 1, 0);
export const closes = fc
  .tuple(closeCodes, reasons, lengths, masks)
  .map(([code, reason, length, mask]) => {
    const payload = Uint8Array.of(code >> 8, code & 255, ...reason);
    return [control(8, payload.subarray(0, length), mask)];
  });

/** Many fragments of a byte or none, with or without an end. */
const floods = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.nat(1), fc.boolean(), masks)
  .map(([count, length, hasEnd, mask]) =>
    Array.from({ length: count }, (_, at): Draft => {
      const payload = new Uint8Array(length).fill(0x2a);
      const fin = hasEnd && at === count - 1;
      return { ...honest, fin, opcode: at > 0 ? 0 : 2, payload, mask };
    }),
  );

/** The usual nine times of ten. */
function mostly<T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: others },
  );
}

const lies = [1n, -1n, 125n, 65_536n]
  .concat([31n, 32n, 53n, 63n].map((bits) => 2n ** bits))
  .concat(2n ** 63n - 1n);

/** One frame of which every part may be wrong. */
const wild: fc.Arbitrary<Draft[]> = fc
  .record({
    fin: fc.boolean(),
    reserved: mostly(0, fc.nat(7)),
    opcode: fc.oneof(fc.constantFrom(0, 1, 2, 8, 9, 10), fc.nat(15)),
    payload: fc.oneof(
      { weight: 30, arbitrary: payloads },
      { weight: 1, arbitrary: huge },
    ),
    isRight: mostly(true, fc.constant(false)),
    mask: masks,
    form: mostly<1 | 2 | 8>(1, fc.constantFrom(2, 8)),
    lie: mostly(0n, fc.constantFrom(...lies)),
  })
  .map((draft) => [draft]);

/** What a peer that keeps to the rules says. */
export const rightTurns = fc.oneof(
  { weight: 4, arbitrary: parts },
  { weight: 3, arbitrary: controls },
);
/** What anybody says. */
export const anyTurns = fc.oneof(
  { weight: 4, arbitrary: parts },
  { weight: 3, arbitrary: controls },
  { weight: 3, arbitrary: cutWords },
  { weight: 2, arbitrary: floods },
  { weight: 3, arbitrary: wild },
  { weight: 1, arbitrary: closes },
);

/** The bytes of `draft`, as its side sends them. */
export function encode(draft: Draft, role: Role): Uint8Array {
  const { fin, reserved, opcode, payload, isRight, mask, form, lie } = draft;
  const told = BigInt(payload.length) + lie;
  const length = told < 0n ? 0n : told;
  const shortest = length < 126n ? 1 : length < 65_536n ? 2 : 8;
  const size = Math.max(form, shortest) as 1 | 2 | 8;
  const isMasked = (role === "server") === isRight;
  const bits = isMasked ? 0x80 : 0;
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const second = bits | (size === 1 ? Number(length) : size === 2 ? 126 : 127);
  const extended =
    size === 1
      ? ""
      : length
          .toString(16)
          .padStart(size * 2, "0")
          .slice(-16);
  return Buffer.concat([
    Buffer.of(first, second),
    Buffer.from(extended, "hex"),
    isMasked ? mask : Buffer.of(),
    isMasked ? payload.map((byte, at) => byte ^ Number(mask[at % 4])) : payload,
  ]);
}
