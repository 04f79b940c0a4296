import { describe, expect, test } from "vitest";
import {
  encodeFrame,
  encodeHeader,
  FrameDecoder,
  opcodes,
} from "../../lessons/03-frames/frame.ts";

const mask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const hello = { opcode: opcodes.text, payload: Buffer.from("Hello") };

function ownerOf(...chunks: Uint8Array[]): FrameDecoder {
  const options = { masked: true, maxPayloadBytes: 1024, ownsChunks: true };
  const decoder = new FrameDecoder(options);
  for (const chunk of chunks) decoder.push(chunk);
  return decoder;
}

describe("a decoder that owns its chunks", () => {
  test("unmasks a payload where it lies", () => {
    const chunk = encodeFrame(hello, mask);

    const frame = ownerOf(chunk).next();

    expect(Buffer.from(chunk.subarray(6)).toString()).toBe("Hello");
    expect(frame?.payload.buffer).toBe(chunk.buffer);
    expect(frame?.payload).toEqual(new Uint8Array(hello.payload));
  });

  test("gives a payload that was cut a place of its own", () => {
    const chunk = encodeFrame(hello, mask);
    const before = chunk.slice();

    const frame = ownerOf(chunk.subarray(0, 8), chunk.subarray(8)).next();

    expect(chunk).toEqual(before);
    expect(frame?.payload).toEqual(new Uint8Array(hello.payload));
  });

  test("leaves the frames beside it alone", () => {
    const both = [encodeFrame(hello, mask), encodeFrame(hello, mask)];
    const decoder = ownerOf(new Uint8Array(Buffer.concat(both)));

    const payloads = [decoder.next()?.payload, decoder.next()?.payload];

    expect(payloads.map(String)).toEqual([
      "72,101,108,108,111",
      "72,101,108,108,111",
    ]);
  });
});

test.each([0, 125, 126, 65_535, 65_536])(
  "a header and its payload of %d bytes are the whole frame",
  (length) => {
    const frame = {
      fin: false,
      reserved: 4,
      opcode: opcodes.binary,
      payload: new Uint8Array(length).fill(7),
    };

    const apart = Buffer.concat([encodeHeader(frame), frame.payload]);

    expect(apart.equals(encodeFrame(frame))).toBe(true);
  },
);

test("a header of what is no frame is refused", () => {
  const payload = new Uint8Array(126);
  const ping = { fin: true, reserved: 0, opcode: opcodes.ping, payload };

  expect(() => encodeHeader(ping)).toThrow(
    "expected at most 125 bytes of control, got 126",
  );
});
