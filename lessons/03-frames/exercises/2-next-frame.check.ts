import assert from "node:assert/strict";
import { encodeFrame, opcodes } from "../frame.ts";

type Attempt = typeof import("./2-next-frame.solution.ts");

const second = Uint8Array.of(0x89, 0x00);

export default function check({ nextFrame }: Attempt): void {
  for (const length of [0, 5, 125]) {
    for (const mask of [undefined, Uint8Array.of(1, 2, 3, 4)]) {
      const payload = new Uint8Array(length).fill(0x89);
      const first = encodeFrame({ opcode: opcodes.binary, payload }, mask);
      const stream = Uint8Array.of(...first, ...second);
      const got = nextFrame(stream);
      assert.ok(
        got === first.length,
        `behind ${mask ? "a masked" : "an unmasked"} payload of ${length} ` +
          `bytes the next frame begins at ${first.length}, got ${got}`,
      );
    }
  }
}
