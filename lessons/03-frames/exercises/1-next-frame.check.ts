import assert from "node:assert/strict";
import { encodeFrame, opcodes } from "../frame.ts";

type Attempt = typeof import("./1-next-frame.solution.ts");

const lengths = [0, 5, 125, 126, 300, 65_535, 65_536, 70_000];
const masks = [undefined, Uint8Array.of(0x37, 0xfa, 0x21, 0x3d)];

export default function check({ nextFrame }: Attempt): void {
  for (const length of lengths) {
    for (const mask of masks) checkFrame(length, mask, nextFrame);
  }
}

function checkFrame(
  length: number,
  mask: Uint8Array | undefined,
  nextFrame: Attempt["nextFrame"],
): void {
  const opcode = opcodes.binary;
  const payload = new Uint8Array(length);
  const frame = encodeFrame({ opcode, payload }, mask);
  const stream = Uint8Array.of(...frame, 0x81, 0x00);
  const told = frame.length - length - (mask ? 4 : 0);
  for (const came of [0, 1, told - 1, told, told + 1, stream.length]) {
    const expected = came < told ? undefined : frame.length;
    const found = nextFrame(stream.slice(0, came));
    assert.ok(
      found === expected,
      `${mask ? "a masked" : "an unmasked"} payload of ${length} bytes, ` +
        `${came} bytes of the stream have come: expected ${expected}, got ${found}`,
    );
  }
}
