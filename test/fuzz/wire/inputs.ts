// What is sent, and how: conversations as they should be, with faults sown among
// them, damaged, cut into chunks, and bytes that mean nothing.

import fc from "fast-check";
import { anyTurns, closes, type Draft, encode, rightTurns } from "./drafts.ts";
import type { Role, Rules } from "./frame-oracle.ts";

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
