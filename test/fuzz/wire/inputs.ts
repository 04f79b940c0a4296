// What is sent: conversations as they should be, with faults sown among them,
// and bytes that mean nothing. Everything is made of small numbers, so that
// fast-check can shrink it.

import fc from "fast-check";
import type { Role, Rules } from "./oracle.ts";

/** One peer's bytes, how they come, and to whom. */
export interface Input extends Rules {
  bytes: Uint8Array;
  /** Where the stream is cut into chunks: ascending, from 0 to its length. */
  cuts: number[];
  /** Does the first chunk come with the handshake? */
  isHead: boolean;
  /** Does the peer read at once, or let us wait for room? */
  isSlow: boolean;
}

/** A frame before it is bytes, and in what it may lie. */
interface Draft {
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

const small = fc.uint8Array({ maxLength: 10 });
const edges = fc.constantFrom(0, 1, 124, 125, 126, 127, 128, 299, 300, 301);
const huge = fc.constantFrom(65_535, 65_536, 70_000, 70_001);
const filled = (lengths: fc.Arbitrary<number>) =>
  fc
    .tuple(lengths, fc.constantFrom(0x2a, 0x00, 0xc3, 0xff))
    .map(([length, byte]) => new Uint8Array(length).fill(byte));

// Every kind of beginning and tail that UTF-8 knows, and the ones it forbids.
const utf8Parts = [
  0x41, 0x7f, 0x80, 0xbf, 0x8c, 0x8d, 0x8f, 0x90, 0x9f, 0xa0, 0xa9, 0xac, 0xbb,
  0xc0, 0xc1, 0xc2, 0xc3, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff,
];
const words = fc
  .string({ unit: "binary", maxLength: 8 })
  .map((text) => new TextEncoder().encode(text));
const almostWords = fc
  .array(fc.constantFrom(...utf8Parts), { maxLength: 8 })
  .map((bytes) => Uint8Array.from(bytes));

const anything = fc.oneof(
  { weight: 4, arbitrary: small },
  { weight: 2, arbitrary: filled(edges) },
  { weight: 1, arbitrary: almostWords },
);
const text = fc.oneof(
  { weight: 4, arbitrary: words },
  {
    weight: 1,
    arbitrary: edges.map((length) => new Uint8Array(length).fill(0x2a)),
  },
);
const payloads = fc.oneof(anything, text);
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
const closes = fc
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

/** One frame of which every part may be wrong. */
const wild: fc.Arbitrary<Draft[]> = fc
  .record({
    fin: fc.boolean(),
    reserved: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat(7) },
    ),
    opcode: fc.oneof(fc.constantFrom(0, 1, 2, 8, 9, 10), fc.nat(15)),
    payload: fc.oneof(
      { weight: 30, arbitrary: payloads },
      { weight: 1, arbitrary: filled(huge) },
    ),
    isRight: fc.oneof(
      { weight: 9, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    mask: masks,
    form: fc.oneof(
      { weight: 9, arbitrary: fc.constant(1 as const) },
      { weight: 1, arbitrary: fc.constantFrom(2 as const, 8 as const) },
    ),
    lie: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0n) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          1n,
          -1n,
          125n,
          65_536n,
          2n ** 31n,
          2n ** 32n,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(2n ** 53n, 2n ** 63n - 1n, 2n ** 63n),
      },
    ),
  })
  .map((draft) => [draft]);

/** The bytes of `draft`, as its side sends them. */
function encode(draft: Draft, role: Role): Uint8Array {
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

/** A change of the whole stream: where, as a share of it, and to what. */
const share = fc.double({ min: 0, max: 1, noNaN: true });
const damages = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), share, byte: fc.nat(7) }),
  fc.record({ kind: fc.constant("drop" as const), share, byte: fc.nat(7) }),
  fc.record({ kind: fc.constant("add" as const), share, byte: fc.nat(255) }),
  fc.record({ kind: fc.constant("end" as const), share, byte: fc.nat(0) }),
);
type Damage = typeof damages extends fc.Arbitrary<infer T> ? T : never;

function harm(bytes: Uint8Array, { kind, share, byte }: Damage): Uint8Array {
  const at = Math.floor(share * bytes.length);
  const before = bytes.subarray(0, at);
  if (kind === "end") return before;
  if (kind === "add")
    return Buffer.concat([before, Buffer.of(byte), bytes.subarray(at)]);
  const after = bytes.subarray(at + 1);
  if (kind === "drop") return Buffer.concat([before, after]);
  const flipped = Number(bytes[at] ?? 0) ^ (1 << byte);
  return Buffer.concat([before, Buffer.of(flipped), after]);
}

const rightTurns = fc.oneof(
  { weight: 4, arbitrary: parts },
  { weight: 3, arbitrary: controls },
);
const anyTurns = fc.oneof(
  { weight: 4, arbitrary: parts },
  { weight: 3, arbitrary: controls },
  { weight: 3, arbitrary: cutWords },
  { weight: 2, arbitrary: floods },
  { weight: 3, arbitrary: wild },
  { weight: 1, arbitrary: closes },
);

/** A conversation that may be right, as bytes, and a change of it. */
const conversations = (
  role: Role,
  turns: fc.Arbitrary<Draft[]>,
  damage: fc.Arbitrary<Damage | null>,
) =>
  fc
    .tuple(
      fc.array(turns, { minLength: 1, maxLength: 5 }),
      fc.option(closes, { freq: 2 }),
      damage,
    )
    .map(([drafts, goodbye, damage]) => {
      const all = [...drafts, goodbye ?? []].flat();
      const bytes = Buffer.concat(all.map((draft) => encode(draft, role)));
      return damage ? harm(bytes, damage) : bytes;
    });

const streams = (role: Role) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: conversations(role, rightTurns, fc.constant(null)),
    },
    { weight: 5, arbitrary: conversations(role, anyTurns, fc.constant(null)) },
    { weight: 3, arbitrary: conversations(role, anyTurns, damages) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  );

const cutters = fc.oneof(
  { weight: 2, arbitrary: fc.constant("whole" as const) },
  { weight: 1, arbitrary: fc.constant("bytes" as const) },
  { weight: 3, arbitrary: fc.array(share, { minLength: 1, maxLength: 6 }) },
);

const mostSingleBytes = 2_000; // cut into more, an input costs and shows no more

function cut(bytes: Uint8Array, how: "whole" | "bytes" | number[]): number[] {
  const { length } = bytes;
  if (how === "bytes" && length <= mostSingleBytes)
    return Array.from({ length: length + 1 }, (_, at) => at);
  const inner = Array.isArray(how)
    ? how.map((share) => Math.floor(share * length))
    : [];
  return [0, ...inner.sort((a, b) => a - b), length];
}

const sizes = fc.constantFrom(300, 0, 125, 126, 300, 300, 300, 70_000, 70_000);

export function inputs(role: Role): fc.Arbitrary<Input> {
  return fc
    .record({
      bytes: streams(role),
      cutter: cutters,
      isHead: fc.boolean(),
      isSlow: fc.oneof(
        { weight: 3, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      maxMessageBytes: sizes,
      maxFragments: fc.constantFrom(4, 1, 8, 16),
      goodbyeAt: fc.oneof(
        { weight: 7, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
      ),
    })
    .map(({ cutter, ...rest }) => ({
      ...rest,
      role,
      cuts: cut(rest.bytes, cutter),
    }));
}

/** The chunks in which `bytes` come; whoever gets them may change them. */
export function chunksOf({ bytes, cuts }: Input): Uint8Array[] {
  return cuts
    .slice(1)
    .map((end, index) => Buffer.from(bytes.subarray(cuts[index], end)))
    .filter(({ length }) => length > 0);
}
