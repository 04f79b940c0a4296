import assert from "node:assert/strict";
import { encodeFrame, opcodes } from "../frame.ts";

type Attempt = typeof import("./2-unmask-pieces.solution.ts");

const said = "Is there any tea left?";
const mask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const headerBytes = 6;

export default function check({ unmasker }: Attempt): void {
  const payload = new TextEncoder().encode(said);
  const frame = encodeFrame({ opcode: opcodes.text, payload }, mask);
  const masked = frame.slice(headerBytes);
  for (const sizes of [[22], [4, 18], [1, 21], [3, 0, 6, 13], [7, 7, 8]]) {
    const before = masked.slice();
    const read = unmaskPieces(masked, sizes, unmasker(mask));
    assert.ok(
      read === said,
      `"${said}" in pieces of ${sizes.join(", ")} bytes should stay readable, ` +
        `got ${JSON.stringify(read)}`,
    );
    assert.deepEqual(masked, before, "the pieces should not be changed");
  }
  const [one, other] = [unmasker(mask), unmasker(mask)];
  one(masked.subarray(0, 3));
  assert.ok(
    unmaskPieces(masked, [22], other) === said,
    "two payloads that arrive at the same time should not disturb each other",
  );
}

function unmaskPieces(
  masked: Uint8Array,
  sizes: readonly number[],
  unmask: (piece: Uint8Array) => Uint8Array,
): string {
  let at = 0;
  const pieces = sizes.map((size) => unmask(masked.subarray(at, (at += size))));
  return new TextDecoder().decode(
    Uint8Array.from(pieces.flatMap((piece) => [...piece])),
  );
}
