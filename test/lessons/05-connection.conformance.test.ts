// What a conformance suite asks of an echo server, over real sockets: framing,
// pings, reserved bits, opcodes, fragments, UTF-8, closes and large messages.
// The finer cuts of each are the business of lessons 3 and 4.

import { describe, expect, test } from "vitest";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { echo } from "../../lessons/05-connection/endpoints.ts";
import { type Limits, limitsFor } from "../../lessons/05-connection/limits.ts";
import { rawPeer, type RawPeer, startServer } from "../support/connection.ts";

const { text, binary, continuation } = opcodes;
const zeroMask = new Uint8Array(4);
const oneMiB = 1024 * 1024;

async function echoPeer(limits: Limits = limitsFor(16 * oneMiB)) {
  const { port } = await startServer(echo, limits);
  return rawPeer(port);
}

/** Sends `hex` in steps of `size` bytes, each in a packet of its own. */
async function sendInSteps(peer: RawPeer, hex: string, size: number) {
  const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
  for (let at = 0; at < bytes.length; at += size) {
    peer.socket.write(bytes.subarray(at, at + size));
    await new Promise(setImmediate);
  }
}

/** All that comes in answer to `hex`, in hex, until the server has ended. */
async function answerTo(hex: string, step?: number): Promise<string> {
  const peer = await echoPeer();
  if (step === undefined) peer.send(hex);
  else await sendInSteps(peer, hex, step);
  const answer = await peer.rest();
  peer.socket.end();
  return answer;
}

/** What an answer consists of: its frames before the close, and the code. */
function parts(answer: string): [before: string, code: number | undefined] {
  const close = /^((?:8[12a]02.{4}|8[12a]00)*)88..(.{4})?/.exec(answer);
  const code = close?.[2] === undefined ? undefined : parseInt(close[2], 16);
  return [close?.[1] ?? answer, code];
}

const hi = "8182 00000000 6869";
const hiBack = "81026869";
const bye = "8882 00000000 03e8";
const byeBack = "880203e8";

describe("a message is echoed (§5.2)", () => {
  const lengths = [0, 1, 125, 126, 127, 128, 65_535, 65_536];
  const kinds = [
    ["text", text],
    ["binary", binary],
  ] as const;

  test.each(
    lengths.flatMap((length) =>
      kinds.map(([kind, opcode]) => ({ kind, opcode, length })),
    ),
  )("$kind of $length bytes", async ({ opcode, length }) => {
    const payload = new Uint8Array(length).fill(0x2a);
    const expected = Buffer.from(encodeFrame({ opcode, payload }));
    const peer = await echoPeer();

    peer.socket.write(encodeFrame({ opcode, payload }, zeroMask));
    const answer = await peer.read(expected.length);

    expect(answer === expected.toString("hex")).toBe(true);
  });

  test.each([997, 1024, 4096])(
    "of 65,536 bytes in steps of %i",
    async (step) => {
      const payload = new Uint8Array(65_536).fill(0x2a);
      const peer = await echoPeer();
      const sent = encodeFrame({ opcode: text, payload }, zeroMask);

      await sendInSteps(peer, Buffer.from(sent).toString("hex"), step);
      const answer = await peer.read(65_546);

      expect(answer.slice(0, 20)).toBe("817f0000000000010000");
      expect(answer.length).toBe(2 * 65_546);
    },
  );

  test("of 16 MiB", async () => {
    const payload = new Uint8Array(16 * oneMiB).fill(0x2a);
    const peer = await countingPeer();

    peer.write(encodeFrame({ opcode: binary, payload }, zeroMask));

    await peer.until(payload.length + 10);
  });

  test("of 4 MiB in fragments of 64 bytes", async () => {
    const piece = new Uint8Array(64).fill(0x2a);
    const frame = (opcode: typeof binary | typeof continuation, fin: boolean) =>
      encodeFrame({ opcode, fin, payload: piece }, zeroMask);
    const middle = frame(continuation, false);
    const pieces = (4 * oneMiB) / piece.length;
    const peer = await countingPeer();

    peer.write(
      Buffer.concat([
        frame(binary, false),
        ...Array<Uint8Array>(pieces - 2).fill(middle),
        frame(continuation, true),
      ]),
    );

    await peer.until(4 * oneMiB + 10);
  });
});

/** A peer that counts what comes instead of keeping it. */
async function countingPeer() {
  const { socket } = await echoPeer();
  socket.removeAllListeners("data");
  let received = 0;
  let notice: () => void = () => undefined;
  socket.on("data", (chunk: Buffer) => {
    received += chunk.length;
    notice();
  });
  return {
    write: (bytes: Uint8Array) => socket.write(bytes),
    until: (count: number) =>
      new Promise<void>((resolve) => {
        notice = () => {
          if (received >= count) resolve();
        };
        notice();
      }),
  };
}

describe("pings and pongs (§5.5.2, §5.5.3)", () => {
  test.each([
    ["an empty ping", "8980 00000000", "8a00"],
    ["a ping of bytes", "8982 00000000 00ff", "8a0200ff"],
    ["a pong nobody asked for", `8a80 00000000 ${hi}`, hiBack],
    ["a pong, then a ping", "8a81 00000000 01 8980 00000000", "8a00"],
    ["ten pings", "8980 00000000".repeat(10), "8a00".repeat(10)],
  ])("%s", async (_what, hex, expected) => {
    expect(await answerTo(`${hex} ${bye}`)).toBe(expected + byeBack);
  });

  test("a ping of 125 bytes, a byte at a time", async () => {
    const payload = "fe".repeat(125);

    const answer = await answerTo(`89fd 00000000 ${payload} ${bye}`, 1);

    expect(answer).toBe(`8a7d${payload}${byeBack}`);
  });
});

describe("after a good message, a bad frame gets 1002", () => {
  const bad = [
    ["text with RSV3", "9180 00000000"],
    ["binary with RSV2", "a280 00000000"],
    ["a ping with RSV1 and RSV3", "d980 00000000"],
    ["a close with all three", "f880 00000000"],
    ...["83", "84", "85", "86", "87", "8b", "8c", "8d", "8e", "8f"].map(
      (byte) => [`opcode ${byte}`, byte],
    ),
    ["a ping of 126 bytes", "89fe 007e 00000000"],
    ["a close of 126 bytes", "88fe 007e 00000000"],
    ["a fragmented pong", "0a80 00000000"],
    ["a last continuation of nothing", "8080 00000000"],
    ["a continuation of nothing that goes on", "0080 00000000"],
    ["a second message inside a first", "0181 00000000 61 8181 00000000 62"],
  ] as [string, string][];

  test.each(bad)("%s", async (_what, hex) => {
    const answer = await answerTo(`${hi} ${hex} 8980 00000000 ${hi}`);

    expect(parts(answer)).toEqual([hiBack, 1002]);
  });

  test.each([1, 3])("in steps of %i bytes", async (step) => {
    const answer = await answerTo(`${hi} b182 00000000 6869`, step);

    expect(parts(answer)).toEqual([hiBack, 1002]);
  });
});

describe("fragments (§5.4)", () => {
  test.each([
    ["two", "0181 00000000 68 8081 00000000 69", hiBack],
    [
      "two around a ping",
      "0181 00000000 68 8980 00000000 8081 00000000 69",
      "8a00" + hiBack,
    ],
    [
      "four around two pings, three of them empty",
      "0180 00000000 8980 00000000 0080 00000000 8982 00000000 6869" +
        "0082 00000000 6869 8080 00000000",
      "8a00" + "8a026869" + hiBack,
    ],
    [
      "one message, then another in one frame",
      `0182 00000000 6869 8080 00000000 ${hi}`,
      hiBack + hiBack,
    ],
  ])("%s", async (_what, hex, expected) => {
    expect(await answerTo(`${hex} ${bye}`)).toBe(expected + byeBack);
    expect(await answerTo(`${hex} ${bye}`, 1)).toBe(expected + byeBack);
  });
});

describe("UTF-8 (§8.1)", () => {
  test("of 4 bytes is echoed, cut between any two of them", async () => {
    const answer = await answerTo(
      `0181 00000000 f0 0081 00000000 9f 0081 00000000 8c 8081 00000000 8d ${bye}`,
    );

    expect(answer).toBe("8104f09f8c8d" + byeBack);
  });

  test.each([
    ["a surrogate", "0183 00000000 eda080"],
    ["a code point above U+10FFFF", "0184 00000000 f4908080"],
    ["an overlong slash", "0182 00000000 c0af"],
    ["a lone continuation byte", "0181 00000000 80"],
    ["a code point cut short by its end", "8181 00000000 c3"],
  ])("with %s gets 1007 before its message is over", async (_what, hex) => {
    const answer = await answerTo(`${hi} ${hex}`);

    expect(parts(answer)).toEqual([hiBack, 1007]);
  });
});

describe("a close (§5.5.1)", () => {
  test.each([
    ["after a message", `${hi} ${bye}`, hiBack + byeBack],
    ["twice", `${bye} ${bye}`, byeBack],
    ["before a ping", `${bye} 8980 00000000`, byeBack],
    ["before a message", `${bye} ${hi}`, byeBack],
    ["before garbage", `${bye} ffffffff`, byeBack],
    ["inside a message", `0182 00000000 6869 ${bye}`, byeBack],
    ["that is empty", "8880 00000000", "8800"],
  ])("%s is answered once, and then the end", async (_what, hex, expected) => {
    expect(await answerTo(hex)).toBe(expected);
  });

  test("with a reason of 123 bytes is answered", async () => {
    const reason = "61".repeat(123);

    expect(await answerTo(`88fd 00000000 03e8 ${reason}`)).toBe(byeBack);
  });

  test("with a reason that is not UTF-8 gets 1007", async () => {
    const answer = await answerTo("8883 00000000 03e8 ce");

    expect(parts(answer)[1]).toBe(1007);
  });

  test("behind a message of 256 KiB lets its echo go first", async () => {
    const size = 256 * 1024;
    const frame = encodeFrame(
      { opcode: binary, payload: new Uint8Array(size) },
      zeroMask,
    );

    const answer = await answerTo(Buffer.from(frame).toString("hex") + bye);

    expect(answer.length / 2).toBe(size + 10 + 4);
    expect(answer.endsWith(byeBack)).toBe(true);
  });
});

test("a thousand messages come back in order", async () => {
  const peer = await echoPeer();
  const numbers = Array.from({ length: 1_000 }, (_, i) =>
    i.toString(16).padStart(4, "0"),
  );

  peer.send(numbers.map((hex) => `8282 00000000 ${hex}`).join(""));
  const answer = await peer.read(4_000);

  expect(answer).toBe(numbers.map((hex) => `8202${hex}`).join(""));
});
