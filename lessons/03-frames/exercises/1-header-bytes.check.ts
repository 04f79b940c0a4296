import assert from "node:assert/strict";
import { encodeFrame, opcodes } from "../frame.ts";

type Attempt = typeof import("./1-header-bytes.solution.ts");

const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 100_000];

export default function check({ headerBytes }: Attempt): void {
  for (const length of lengths) {
    for (const mask of [undefined, new Uint8Array(4)]) {
      const payload = new Uint8Array(length);
      const frame = encodeFrame({ opcode: opcodes.binary, payload }, mask);
      const expected = frame.length - length;
      const got = headerBytes(length, mask !== undefined);
      assert.ok(
        got === expected,
        `a payload of ${length} bytes ${mask ? "with" : "without"} a mask ` +
          `should have a header of ${expected} bytes, got ${got}`,
      );
    }
  }
}
