import { createHash } from "node:crypto";
import { constants, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { opcodes, ProtocolError } from "../../lessons/03-frames/frame.ts";
import { most } from "../../lessons/05-connection/deflate/agreement.ts";
import { Context } from "../../lessons/05-connection/deflate/context.ts";
import {
  bytes,
  hear,
  pack,
  packed,
  plain,
  refusal,
  rsv1,
  sides,
} from "./05-connection.deflate.frames.ts";

const alone = { takeover: false, windowBits: 15 };

describe("the examples of RFC 7692 §7.2.3", () => {
  test("Hello comes in seven bytes (§7.2.3.1)", () => {
    const frame = packed("f248cdc9c90700");

    expect(hear(sides().receiver, [frame])).toEqual(["Hello"]);
  });

  test("Hello comes in two fragments (§7.2.3.1)", () => {
    const first = { ...packed("f248cd"), fin: false };
    const last = plain(bytes("c9c90700"), opcodes.continuation);

    expect(hear(sides().receiver, [first, last])).toEqual(["Hello"]);
  });

  test("a second Hello refers to the first (§7.2.3.2)", () => {
    const frames = [packed("f248cdc9c90700"), packed("f200110000")];

    expect(hear(sides().receiver, frames)).toEqual(["Hello", "Hello"]);
  });

  test("a block may be stored as it is (§7.2.3.3)", () => {
    const frame = packed("000500faff48656c6c6f00");

    expect(hear(sides().receiver, [frame])).toEqual(["Hello"]);
  });

  test("a block may be marked as the last one (§7.2.3.4)", () => {
    const frames = [packed("f348cdc9c9070000"), packed("f200110000")];

    expect(hear(sides().receiver, frames)).toEqual(["Hello", "Hello"]);
  });

  test("a message may have two blocks (§7.2.3.5)", () => {
    const frame = packed("f2480500 0000ffff cac9c90700");

    expect(hear(sides().receiver, [frame])).toEqual(["Hello"]);
  });

  test("an empty message is one byte (§7.2.3.6)", () => {
    expect(hear(sides().receiver, [packed("00")])).toEqual([""]);
  });
});

describe("what is sent", () => {
  test("refers to earlier messages where the context is kept", () => {
    const { sender } = sides();
    const letter = plain("green tea, as always, said the guest");

    const first = sender.pack(letter).payload;
    const second = sender.pack(letter).payload;

    expect(first.length).toBeGreaterThan(30);
    expect(second.length).toBeLessThan(10);
  });

  test("stands on its own where it is not", () => {
    const { sender } = sides(alone);
    const letter = plain("tea and tea and tea and tea");

    expect(sender.pack(letter)).toEqual(sender.pack(letter));
  });

  test("is left plain if it would grow, and is not remembered", () => {
    const { sender, receiver } = sides();
    const noise = new Uint8Array(
      createHash("shake256", { outputLength: 2_000 }).update("noise").digest(),
    );
    const letter = plain("tea and tea and tea and tea");

    const frames = [
      sender.pack(letter),
      sender.pack(plain(noise, opcodes.binary)),
      sender.pack(letter),
    ];

    expect(frames.map(({ reserved }) => reserved)).toEqual([rsv1, 0, rsv1]);
    expect(hear(receiver, frames)).toEqual([
      "tea and tea and tea and tea",
      noise,
      "tea and tea and tea and tea",
    ]);
  });

  test.each([opcodes.ping, opcodes.pong, opcodes.close])(
    "is left plain if it is control frame %i (§5)",
    (opcode) => {
      const { sender, receiver } = sides();
      const frame = plain(new Uint8Array(100), opcode);

      expect(sender.pack(frame)).toBe(frame);
      expect(receiver.unpack(frame)).toBe(frame);
    },
  );

  test("passes between the fragments of a packed message, if it is a ping", () => {
    const { receiver } = sides();
    const ping = plain("still there?", opcodes.ping);

    receiver.unpack({ ...packed("f248cd"), fin: false });

    expect(receiver.unpack(ping)).toBe(ping);
    expect(
      receiver.unpack(plain(bytes("c9c90700"), opcodes.continuation)).payload,
    ).toEqual(new TextEncoder().encode("Hello"));
  });
});

describe("what is remembered", () => {
  test.each([
    [8, 256],
    [15, 32_768],
  ])("with %i window bits is %i bytes, the last ones", (windowBits, room) => {
    const context = new Context({ takeover: true, windowBits });
    const text = (length: number) =>
      new Uint8Array(length).map((_, i) => i % 251);

    context.remember(text(100_000));
    context.remember(text(100));

    const { dictionary } = context.options();
    expect(dictionary).toEqual(
      Uint8Array.from([...text(100_000), ...text(100)].slice(-room)),
    );
  });

  test("is nothing where each message stands on its own", () => {
    const context = new Context(alone);

    context.remember(new Uint8Array(100));

    expect(context.options()).toEqual({ windowBits: 15 });
  });
});

describe("a peer is refused", () => {
  test.each([opcodes.ping, opcodes.pong, opcodes.close, opcodes.continuation])(
    "with 1002 for a packed frame of opcode %i (§6)",
    (opcode) => {
      const { receiver } = sides();
      const frame = { ...packed("00"), opcode };

      expect(refusal(() => receiver.unpack(frame)).closeCode).toBe(1002);
    },
  );

  test.each([
    ["noise", "ffffff"],
    ["a block that is cut short", "f248cd"],
    ["a stored block that is longer than it says", "000500faff48656c6c"],
    ["a reference to nothing", "f20011000000"],
    ["a message behind the last block", "f348cdc9c90700 f348cdc9c9070000"],
    ["nothing at all", ""],
  ])("with 1007 for %s", (_what, payload) => {
    const { receiver } = sides();

    const error = refusal(() => receiver.unpack(packed(payload)));

    expect(error.closeCode).toBe(1007);
  });

  test("with 1007 for text that is not UTF-8 once it is unpacked (§6.2)", () => {
    const frame = packed(pack(bytes("ff")));

    const error = refusal(() => hear(sides().receiver, [frame]));

    expect(error.code).toBe("INVALID_UTF8");
  });

  test("with 1007 for a reference past a context that is not kept", () => {
    const { receiver } = sides(alone);
    receiver.unpack(packed("f248cdc9c90700"));

    const error = refusal(() => receiver.unpack(packed("f200110000")));

    expect(error.closeCode).toBe(1007);
  });

  test("with 1009 for a bomb, before it has gone off", () => {
    const mebibyte = 1024 * 1024;
    const bomb = packed(pack(new Uint8Array(64 * mebibyte)));
    const { receiver } = sides(most, mebibyte);
    const before = process.memoryUsage().arrayBuffers;

    const error = refusal(() => receiver.unpack(bomb));

    expect(error.closeCode).toBe(1009);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(
      4 * mebibyte,
    );
  });

  test("with 1009 for a message that is one byte too long unpacked", () => {
    const exact = packed(pack(new Uint8Array(1_000)));
    const longer = packed(pack(new Uint8Array(1_001)));

    const { receiver } = sides(most, 1_000);

    expect(receiver.unpack(exact).payload.length).toBe(1_000);
    expect(refusal(() => receiver.unpack(longer)).closeCode).toBe(1009);
  });

  test("with 1009 for fragments that are too long while packed", () => {
    const { receiver } = sides(most, 1_000);
    const first = { ...packed(new Uint8Array(600)), fin: false };
    const next = plain(new Uint8Array(600), opcodes.continuation);

    receiver.unpack(first);

    expect(refusal(() => receiver.unpack(next)).closeCode).toBe(1009);
  });

  test("with 1008 for too many fragments, packed as well", () => {
    const { receiver } = sides();
    const first = { ...packed("f2"), fin: false };
    const next = plain(bytes("48"), opcodes.continuation);
    const limits = { maxMessageBytes: 1_000, maxFragments: 2 };
    const more = { ...next, fin: false };
    const frames = [first, more, more];

    const error = refusal(() => hear(receiver, frames, limits));

    expect(error.closeCode).toBe(1008);
  });

  test("with 1002 for a packed message inside another one (§5.4)", () => {
    const first = { ...packed("f248cd"), fin: false };

    const error = refusal(() => hear(sides().receiver, [first, first]));

    expect(error.code).toBe("MESSAGE_INTERRUPTED");
  });
});

const words = fc
  .array(
    fc.constantFrom("tea", "green", "hot", "said", " ", "\u00e9", "{", "}"),
  )
  .map((words) => words.join(""));
const long = fc
  .tuple(words, fc.integer({ min: 1, max: 2_000 }))
  .map(([word, times]) => `${word}.`.repeat(times).slice(0, 50_000));
const noise = fc.uint8Array({ maxLength: 600 });
const directions = fc.record({
  takeover: fc.boolean(),
  windowBits: fc.integer({ min: 8, max: 15 }),
});

describe("whatever is said and agreed on", () => {
  test("arrives as it was said", () => {
    const conversation = fc.array(fc.oneof(words, long, noise), {
      maxLength: 8,
    });
    const property = fc.property(
      directions,
      conversation,
      (direction, messages) => {
        const { sender, receiver } = sides(direction);

        const frames = messages.map((message) =>
          sender.pack(
            typeof message === "string"
              ? plain(message)
              : plain(message, opcodes.binary),
          ),
        );

        expect(hear(receiver, frames)).toEqual(messages);
      },
    );

    fc.assert(property, { seed: 7692, numRuns: 150 });
  });

  test("is understood by a peer whose window is no larger (§7.1.2)", () => {
    const property = fc.property(
      fc.integer({ min: 8, max: 15 }),
      fc.array(long, { minLength: 1, maxLength: 4 }),
      (windowBits, messages) => {
        const { sender } = sides({ takeover: false, windowBits });

        const heard = messages.map((message) => {
          const frame = sender.pack(plain(message));
          if (frame.reserved === 0) return message;
          const blocks = Buffer.concat([frame.payload, bytes("0000ffff")]);
          return inflateRawSync(blocks, {
            windowBits,
            chunkSize: 64,
            finishFlush: constants.Z_SYNC_FLUSH,
          }).toString();
        });

        expect(heard).toEqual(messages);
      },
    );

    fc.assert(property, { seed: 7692, numRuns: 100 });
  });

  test("is taken or refused with a close code, if it is noise", () => {
    const property = fc.property(noise, fc.boolean(), (payload, takeover) => {
      const { receiver } = sides({ takeover, windowBits: 15 }, 10_000);

      const code = closeCode(() => hear(receiver, [packed(payload)]));

      expect([undefined, 1007, 1009]).toContain(code);
    });

    fc.assert(property, { seed: 7692, numRuns: 1_000 });
  });
});

function closeCode(action: () => unknown): number | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return error.closeCode;
    throw error;
  }
}
