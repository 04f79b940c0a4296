import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { describeWith } from "../support/needs.ts";
import { mask, toHex, utf8 } from "./03-frames.bytes.ts";

const lesson = join(import.meta.dirname, "../../lessons/03-frames");
const { text, binary, continuation, ping, pong } = opcodes;

describeWith("go", "the Go original", (go) => {
  test("prints the examples of RFC 6455 §5.7 as we encode them", () => {
    const payload = utf8("Hello");
    const first = { fin: false, opcode: text, payload: utf8("Hel") };
    const frames = [
      encodeFrame({ opcode: text, payload }),
      encodeFrame({ opcode: text, payload }, mask),
      encodeFrame(first),
      encodeFrame({ opcode: continuation, payload: utf8("lo") }),
      encodeFrame({ opcode: ping, payload }),
      encodeFrame({ opcode: pong, payload }, mask),
      encodeFrame({ opcode: binary, payload: new Uint8Array(256) }),
      encodeFrame({ opcode: binary, payload: new Uint8Array(65536) }),
    ];

    const printed = execFileSync(go, ["run", "main.go"], {
      cwd: lesson,
      encoding: "utf8",
    });

    const lines = printed.trimEnd().split("\n");
    const bytes = lines.map((line) => line.slice(18).replace(" …", ""));
    expect(bytes).toEqual(frames.map((frame) => toHex(frame.subarray(0, 11))));
  });
});
