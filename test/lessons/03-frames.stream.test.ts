import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  encodeFrame,
  type Frame,
  FrameDecoder,
  opcodes,
  ProtocolError,
} from "../../lessons/03-frames/frame.ts";
import {
  client,
  counting,
  cut,
  decodeChunks,
  drain,
  fromHex,
  join,
  line,
  mask,
  server,
  utf8,
} from "./03-frames.bytes.ts";

const { text, binary, continuation, close, ping, pong } = opcodes;
const settings = { seed: 6455, numRuns: 300 };

const story: Frame[] = [
  { fin: false, reserved: 0, opcode: text, payload: utf8("Hel") },
  { fin: true, reserved: 0, opcode: ping, payload: utf8("") },
  { fin: true, reserved: 0, opcode: continuation, payload: utf8("lo") },
  { fin: true, reserved: 0, opcode: binary, payload: counting(130) },
  { fin: true, reserved: 0, opcode: close, payload: fromHex("03 e8") },
];

describe("wherever a stream is cut, the frames are the same", () => {
  const masked = join(story.map((frame) => encodeFrame(frame, mask)));
  const plain = join(story.map((frame) => encodeFrame(frame)));

  test("in two at each of its bytes", () => {
    const places = Array.from(masked, (_, at) => at);

    for (const at of places) {
      expect(decodeChunks(server, cut(masked, [at]))).toEqual(story);
      expect(
        decodeChunks(client, cut(plain, [Math.min(at, plain.length)])),
      ).toEqual(story);
    }
  });

  test("into single bytes", () => {
    const bytes = (stream: Uint8Array) => cut(stream, [...stream.keys()]);

    expect(decodeChunks(server, bytes(masked))).toEqual(story);
    expect(decodeChunks(client, bytes(plain))).toEqual(story);
  });

  test("with all of it pushed before the first frame is asked for", () => {
    const decoder = new FrameDecoder(server);

    cut(masked, [...masked.keys()]).forEach((byte) => decoder.push(byte));

    expect(drain(decoder)).toEqual(story);
  });
});

const dataFrames = fc.record({
  fin: fc.boolean(),
  reserved: fc.integer({ min: 0, max: 7 }),
  opcode: fc.constantFrom(text, binary, continuation),
  payload: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom(125, 126, 127, 65535, 65536).map(counting),
  ),
});
const controlFrames = fc.record({
  fin: fc.constant(true),
  reserved: fc.integer({ min: 0, max: 7 }),
  opcode: fc.constantFrom(close, ping, pong),
  payload: fc.uint8Array({ maxLength: 125 }),
});
const frames: fc.Arbitrary<Frame> = fc.oneof(dataFrames, controlFrames);
const masks = fc.uint8Array({ minLength: 4, maxLength: 4 });
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  maxLength: 20,
});

function cutAtShares(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const cuts = places.map((share) => Math.floor(share * bytes.length));
  return cut(
    bytes,
    cuts.sort((a, b) => a - b),
  );
}

describe("whatever the frames", () => {
  test("a client's come out of any cuts as they went in", () => {
    const options = { ...server, allowedReserved: 0b111 };
    const property = fc.property(
      fc.array(fc.tuple(frames, masks), { maxLength: 8 }),
      shares,
      (sent, places) => {
        const bytes = join(
          sent.map(([frame, mask]) => encodeFrame(frame, mask)),
        );

        const found = decodeChunks(options, cutAtShares(bytes, places));

        expect(found.map(line)).toEqual(sent.map(([frame]) => line(frame)));
      },
    );

    fc.assert(property, settings);
  });

  test("a server's come out of any cuts as they went in", () => {
    const options = { ...client, allowedReserved: 0b111 };
    const property = fc.property(
      fc.array(frames, { maxLength: 8 }),
      shares,
      (sent, places) => {
        const bytes = join(sent.map((frame) => encodeFrame(frame)));

        const found = decodeChunks(options, cutAtShares(bytes, places));

        expect(found.map(line)).toEqual(sent.map(line));
      },
    );

    fc.assert(property, settings);
  });
});

describe("whatever the bytes", () => {
  test("they are frames or a protocol error, the same for any cuts", () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 400 }),
      shares,
      fc.boolean(),
      (bytes, places, masked) => {
        const options = { masked, maxPayloadBytes: 200 };

        const whole = outcome(new FrameDecoder(options), [bytes]);
        const pieces = cutAtShares(bytes, places);
        const cutUp = outcome(new FrameDecoder(options), pieces);

        expect(cutUp).toEqual(whole);
      },
    );

    fc.assert(property, { ...settings, numRuns: 3_000 });
  });
});

function outcome(
  decoder: FrameDecoder,
  chunks: readonly Uint8Array[],
): (Frame | string)[] {
  const found: (Frame | string)[] = [];
  try {
    for (const chunk of chunks) {
      decoder.push(chunk);
      for (let frame = decoder.next(); frame; frame = decoder.next()) {
        found.push(frame);
      }
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    found.push(error.code);
  }
  return found;
}

describe("a frame of 1 MiB that comes a byte at a time", () => {
  const payload = counting(1 << 20);
  const whole = { fin: true, reserved: 0, opcode: binary, payload };
  const bytes = encodeFrame(whole, mask);

  const single = cut(bytes, [...bytes.keys()]);

  test("is copied once, asked for after each byte", () => {
    let found: Frame[] = [];

    const copied = countCopiedBytes(() => {
      found = decodeChunks(server, single);
    });

    expect(copied).toBe(payload.length);
    expect(found.map(line)).toEqual([line(whole)]);
  });

  test("is copied once, asked for at the end", () => {
    const decoder = new FrameDecoder(server);
    let found: Frame[] = [];

    const copied = countCopiedBytes(() => {
      single.forEach((byte) => decoder.push(byte));
      found = drain(decoder);
    });

    expect(copied).toBe(payload.length);
    expect(found.map(line)).toEqual([line(whole)]);
  });
});

/** How many bytes are copied from one array to another while `work` runs. */
function countCopiedBytes(work: () => void): number {
  const arrays = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
  const copy = Object.getOwnPropertyDescriptor(arrays, "set");
  let bytes = 0;
  arrays.set = function (this: Uint8Array, source, at) {
    bytes += source.length;
    Reflect.apply(copy?.value as typeof arrays.set, this, [source, at]);
  };
  try {
    work();
  } finally {
    Object.defineProperty(arrays, "set", copy ?? {});
  }
  return bytes;
}
