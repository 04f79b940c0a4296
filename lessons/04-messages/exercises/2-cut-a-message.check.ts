import assert from "node:assert/strict";
import { opcodes } from "../../03-frames/frame.ts";
import { type Message, MessageAssembler } from "../assembler.ts";

type Attempt = typeof import("./2-cut-a-message.solution.ts");

const limits = { maxMessageBytes: 1024, maxFragments: 1024 };
const bytes = Uint8Array.from({ length: 9 }, (_, i) => i);

export default function check({ cutMessage }: Attempt): void {
  const one: [Message, number][] = [
    ["short", 5],
    ["", 4],
    [new Uint8Array(0), 1],
  ];
  for (const [message, maxBytes] of one) {
    const { length } = cutMessage(message, maxBytes);
    assert.equal(length, 1, `${show(message)} should stay one frame`);
  }
  for (const message of ["short", "héllo 🌍", "🌍🌍", bytes]) {
    for (const maxBytes of [1, 2, 3, 4, 7]) {
      checkCut(message, maxBytes, cutMessage);
    }
  }
}

function checkCut(
  message: Message,
  maxBytes: number,
  cutMessage: Attempt["cutMessage"],
): void {
  const frames = cutMessage(message, maxBytes);
  const what = `${show(message)} cut at ${maxBytes}`;
  const longest = Math.max(...frames.map(({ payload }) => payload.length));
  assert.ok(
    longest <= maxBytes,
    `${what}: a frame has ${longest} bytes of payload`,
  );
  const [first, ...others] = frames;
  assert.equal(
    first?.opcode,
    typeof message === "string" ? opcodes.text : opcodes.binary,
    `${what}: the first frame should say what the message is`,
  );
  assert.ok(
    others.every(({ opcode }) => opcode === opcodes.continuation),
    `${what}: every frame but the first should be a continuation`,
  );
  assert.deepEqual(
    frames.map(({ fin }) => fin),
    [...others.map(() => false), true],
    `${what}: the last frame, and no other, should have fin`,
  );
  const assembler = new MessageAssembler(limits);
  const arrivals = frames.map((frame) => assembler.add(frame));
  assert.deepEqual(
    arrivals.at(-1),
    { kind: "message", message },
    `${what}: the assembler should make the same message of it`,
  );
}

function show(message: Message): string {
  return typeof message === "string"
    ? `"${message}"`
    : `[${message.join(" ")}]`;
}
