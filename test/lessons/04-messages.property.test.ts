import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Frame,
  type Opcode,
  opcodes,
  ProtocolError,
} from "../../lessons/03-frames/frame.ts";
import { MessageAssembler } from "../../lessons/04-messages/assembler.ts";
import {
  arrivals,
  fragments,
  last,
  refusal,
  utf8,
} from "./04-messages.frames.ts";

const { text, binary, ping, pong } = opcodes;
const settings = { seed: 6455, numRuns: 400 };

const words = fc.string({ unit: "binary", maxLength: 60 });
const payloads = fc.uint8Array({ maxLength: 200 });

/** Places to cut, as shares of the whole, so that they fit any length. */
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  maxLength: 12,
});

function cut(opcode: Opcode, bytes: Uint8Array, places: number[]): Frame[] {
  const cuts = places.map((share) => Math.floor(share * bytes.length));
  return fragments(
    opcode,
    bytes,
    cuts.sort((a, b) => a - b),
  );
}

const controls = fc.record({
  opcode: fc.constantFrom(ping, pong),
  payload: fc.uint8Array({ maxLength: 125 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

interface Control {
  opcode: 0x9 | 0xa;
  payload: Uint8Array;
  share: number;
}

/** `frames` with the control frames strewn among them. */
function strew(frames: readonly Frame[], strewn: readonly Control[]): Frame[] {
  return strewn.reduce<Frame[]>(
    (all, { opcode, payload, share }) =>
      all.toSpliced(Math.floor(share * all.length), 0, last(opcode, payload)),
    [...frames],
  );
}

describe("however a message is cut and whatever comes between", () => {
  test("the same message and the same control frames arrive", () => {
    const message = fc.oneof(words, payloads);
    const property = fc.property(
      message,
      shares,
      fc.array(controls, { maxLength: 6 }),
      (message, places, strewn) => {
        const isText = typeof message === "string";
        const bytes = isText ? utf8(message) : message;
        const frames = strew(
          cut(isText ? text : binary, bytes, places),
          strewn,
        );

        const found = arrivals(frames);

        const expected = frames
          .filter(({ opcode }) => opcode >= ping)
          .map(({ opcode, payload }) => ({
            kind: opcode === ping ? "ping" : "pong",
            payload,
          }));
        const whole = found.filter(({ kind }) => kind === "message");
        const others = found.filter(({ kind }) => kind !== "message");
        expect(whole).toEqual([{ kind: "message", message }]);
        expect(others).toEqual(expected);
      },
    );

    fc.assert(property, settings);
  });

  test("one message after the other arrives, in order", () => {
    const property = fc.property(
      fc.array(fc.tuple(words, shares), { maxLength: 8 }),
      (messages) => {
        const frames = messages.flatMap(([message, places]) =>
          cut(text, utf8(message), places),
        );

        expect(arrivals(frames)).toEqual(
          messages.map(([message]) => ({ kind: "message", message })),
        );
      },
    );

    fc.assert(property, settings);
  });
});

describe("whatever bytes come as text", () => {
  test("they are refused unless they are UTF-8", () => {
    const pieces = fc.oneof(payloads, words.map(utf8));
    const property = fc.property(
      fc.array(pieces, { maxLength: 4 }),
      shares,
      (pieces, places) => {
        const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));

        const found = refusal(cut(text, bytes, places));

        expect(found?.closeCode).toBe(isUtf8(bytes) ? undefined : 1007);
      },
    );

    fc.assert(property, settings);
  });
});

describe("whatever frames come", () => {
  test("each is taken or refused with a close code", () => {
    const frames: fc.Arbitrary<Frame> = fc.record({
      fin: fc.boolean(),
      reserved: fc.constant(0),
      opcode: fc.constantFrom(...Object.values(opcodes)),
      payload: fc.oneof(payloads, words.map(utf8)),
    });
    const property = fc.property(
      fc.array(frames, { maxLength: 30 }),
      (frames) => {
        const limits = { maxMessageBytes: 300, maxFragments: 5 };
        const assembler = new MessageAssembler(limits);
        const code = firstCloseCode(assembler, frames);

        expect([undefined, 1002, 1007, 1008, 1009]).toContain(code);
      },
    );

    fc.assert(property, { ...settings, numRuns: 2_000 });
  });
});

function firstCloseCode(
  assembler: MessageAssembler,
  frames: readonly Frame[],
): number | undefined {
  try {
    for (const frame of frames) assembler.add(frame);
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return error.closeCode;
    throw error;
  }
}
