import { describe, expect, test } from "vitest";
import {
  encodeFrame,
  FrameDecoder,
  type Opcode,
  opcodes,
} from "../../lessons/03-frames/frame.ts";
import {
  client,
  counting,
  decode,
  fromHex,
  line,
  mask,
  server,
  toHex,
  utf8,
} from "./03-frames.bytes.ts";

const { text, binary, continuation, close, ping, pong } = opcodes;
const hello = utf8("Hello");
const sent = { fin: true, reserved: 0, opcode: binary };

describe("the examples of RFC 6455 §5.7", () => {
  test("a text frame without a mask is 81 05 and its payload", () => {
    const frame = encodeFrame({ opcode: text, payload: hello });

    expect(toHex(frame)).toBe("81 05 48 65 6c 6c 6f");
    expect(decode(client, frame)).toEqual([
      { fin: true, reserved: 0, opcode: text, payload: hello },
    ]);
  });

  test("a text frame with a mask hides its payload", () => {
    const frame = encodeFrame({ opcode: text, payload: hello }, mask);

    expect(toHex(frame)).toBe("81 85 37 fa 21 3d 7f 9f 4d 51 58");
    expect(decode(server, frame)).toEqual([
      { fin: true, reserved: 0, opcode: text, payload: hello },
    ]);
  });

  test("a message in two fragments is text, then a continuation", () => {
    const first = encodeFrame({
      fin: false,
      opcode: text,
      payload: utf8("Hel"),
    });
    const last = encodeFrame({ opcode: continuation, payload: utf8("lo") });

    expect(toHex(first)).toBe("01 03 48 65 6c");
    expect(toHex(last)).toBe("80 02 6c 6f");
    expect(decode(client, first, last)).toMatchObject([
      { fin: false, opcode: text, payload: utf8("Hel") },
      { fin: true, opcode: continuation, payload: utf8("lo") },
    ]);
  });

  test("a ping is opcode 9, and its pong has the same payload", () => {
    const asked = encodeFrame({ opcode: ping, payload: hello });
    const answered = encodeFrame({ opcode: pong, payload: hello }, mask);

    expect(toHex(asked)).toBe("89 05 48 65 6c 6c 6f");
    expect(toHex(answered)).toBe("8a 85 37 fa 21 3d 7f 9f 4d 51 58");
    expect(decode(client, asked)).toMatchObject([{ opcode: ping }]);
    expect(decode(server, answered)).toMatchObject([{ payload: hello }]);
  });

  test("256 bytes have a length of 16 bits", () => {
    const frame = encodeFrame({ opcode: binary, payload: counting(256) });

    expect(toHex(frame.subarray(0, 5))).toBe("82 7e 01 00 00");
    expect(decode(client, frame)).toMatchObject([{ payload: counting(256) }]);
  });

  test("65,536 bytes have a length of 64 bits", () => {
    const payload = counting(65536);
    const frame = encodeFrame({ opcode: binary, payload });

    expect(toHex(frame.subarray(0, 10))).toBe("82 7f 00 00 00 00 00 01 00 00");
    expect(decode(client, frame).map(line)).toEqual([
      line({ ...sent, payload }),
    ]);
  });
});

describe("at each edge of the three lengths (§5.2)", () => {
  const edges = [
    { length: 0, plain: "82 00", masked: "82 80" },
    { length: 1, plain: "82 01", masked: "82 81" },
    { length: 125, plain: "82 7d", masked: "82 fd" },
    { length: 126, plain: "82 7e 00 7e", masked: "82 fe 00 7e" },
    { length: 127, plain: "82 7e 00 7f", masked: "82 fe 00 7f" },
    { length: 65535, plain: "82 7e ff ff", masked: "82 fe ff ff" },
    {
      length: 65536,
      plain: "82 7f 00 00 00 00 00 01 00 00",
      masked: "82 ff 00 00 00 00 00 01 00 00",
    },
  ];

  test.each(edges)("a server sends $length bytes", ({ length, plain }) => {
    const payload = counting(length);
    const frame = encodeFrame({ opcode: binary, payload });

    const headerBytes = frame.length - length;
    expect(toHex(frame.subarray(0, headerBytes))).toBe(plain);
    expect(decode(client, frame).map(line)).toEqual([
      line({ ...sent, payload }),
    ]);
  });

  test.each(edges)("a client sends $length bytes", ({ length, masked }) => {
    const payload = counting(length);
    const frame = encodeFrame({ opcode: binary, payload }, mask);

    const headerBytes = frame.length - length;
    expect(toHex(frame.subarray(0, headerBytes))).toBe(`${masked} 37 fa 21 3d`);
    expect(decode(server, frame).map(line)).toEqual([
      line({ ...sent, payload }),
    ]);
  });
});

describe("the mask (§5.3)", () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
    "covers each of %i bytes with its own of the four",
    (length) => {
      const payload = counting(length);

      const frame = encodeFrame({ opcode: binary, payload }, mask);

      const covered = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
      expect(frame.subarray(6)).toEqual(covered);
    },
  );

  test("of zeros leaves the payload as it is", () => {
    const frame = encodeFrame(
      { opcode: text, payload: hello },
      fromHex("00000000"),
    );

    expect(toHex(frame)).toBe("81 85 00 00 00 00 48 65 6c 6c 6f");
    expect(decode(server, frame)).toMatchObject([{ payload: hello }]);
  });

  test("may be a view into a larger array", () => {
    const pool = fromHex("ff 37 fa 21 3d ff");

    const frame = encodeFrame(
      { opcode: text, payload: hello },
      pool.subarray(1, 5),
    );

    expect(toHex(frame)).toBe("81 85 37 fa 21 3d 7f 9f 4d 51 58");
  });
});

describe("nobody's bytes are changed", () => {
  test("when a payload is encoded with a mask", () => {
    const payload = utf8("Hello");

    encodeFrame({ opcode: text, payload }, mask);

    expect(payload).toEqual(hello);
  });

  test("when a masked chunk is decoded", () => {
    const chunk = encodeFrame({ opcode: text, payload: hello }, mask);
    const before = chunk.slice();

    decode(server, chunk);

    expect(chunk).toEqual(before);
  });

  test("when a payload that was cut in two is decoded", () => {
    const chunk = encodeFrame({ opcode: text, payload: hello }, mask);
    const before = chunk.slice();

    decode(server, chunk.subarray(0, 8), chunk.subarray(8));

    expect(chunk).toEqual(before);
  });
});

describe("a payload", () => {
  test("is a plain Uint8Array, even out of a Buffer", () => {
    const plain = encodeFrame({ opcode: text, payload: Buffer.from("Hello") });
    const masked = encodeFrame({ opcode: text, payload: hello }, mask);

    const [fromServer] = decode(client, Buffer.from(plain));
    const [fromClient] = decode(server, Buffer.from(masked));

    expect(plain.constructor).toBe(Uint8Array);
    expect(fromServer?.payload.constructor).toBe(Uint8Array);
    expect(fromClient?.payload.constructor).toBe(Uint8Array);
  });

  test("that is whole and not masked is not copied", () => {
    const chunk = encodeFrame({ opcode: text, payload: hello });

    const [frame] = decode(client, chunk);

    expect(frame?.payload.buffer).toBe(chunk.buffer);
  });
});

describe("reserved bits that an extension uses (§5.2)", () => {
  test("go through in both directions", () => {
    const frame = encodeFrame({
      opcode: text,
      reserved: 0b100,
      payload: hello,
    });

    expect(toHex(frame)).toBe("c1 05 48 65 6c 6c 6f");
    expect(decode({ ...client, allowedReserved: 0b100 }, frame)).toEqual([
      { fin: true, reserved: 0b100, opcode: text, payload: hello },
    ]);
  });
});

describe("a frame that cannot be is a mistake of the program", () => {
  test("if its opcode has no meaning", () => {
    const frame = { opcode: 0x3 as Opcode, payload: hello };

    expect(() => encodeFrame(frame)).toThrow(RangeError);
  });

  test("if it has more than three reserved bits", () => {
    const frame = { opcode: text, reserved: 8, payload: hello };

    expect(() => encodeFrame(frame)).toThrow(RangeError);
  });

  test("if its mask has not four bytes", () => {
    const frame = { opcode: text, payload: hello };

    expect(() => encodeFrame(frame, fromHex("37 fa 21"))).toThrow(
      new RangeError("expected a mask of 4 bytes, got 3"),
    );
  });

  test("if it is a control frame of more than 125 bytes", () => {
    const frame = { opcode: ping, payload: counting(126) };

    expect(() => encodeFrame(frame)).toThrow(
      new RangeError("expected at most 125 bytes of control, got 126"),
    );
  });

  test("if it is a fragment of a control frame", () => {
    const frame = { opcode: close, fin: false, payload: hello };

    expect(() => encodeFrame(frame)).toThrow(RangeError);
  });

  test.each([-1, 1.5, NaN, Infinity])(
    "and so is a decoder with a limit of %f",
    (maxPayloadBytes) => {
      const options = { masked: true, maxPayloadBytes };

      expect(() => new FrameDecoder(options)).toThrow(RangeError);
    },
  );
});
