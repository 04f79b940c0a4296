import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as edits from "../../playground/frames/edits.ts";
import {
  bytesOf,
  type Fields,
  pick,
  pieceAt,
  piecesOf,
} from "../../playground/frames/fields.ts";
import {
  fromHex,
  fromHexOf,
  mostBytes,
  toHex,
} from "../../playground/frames/hex.ts";
import { draw, placeOf } from "../../playground/frames/picture.ts";
import { fromText, toText } from "../../playground/frames/text.ts";

function bytes(hex: string): Uint8Array {
  const typed = fromHex(hex);
  if ("fault" in typed) throw new Error(typed.fault);
  return typed.value;
}

const masked = bytes("81 85 37 fa 21 3d 7f 9f 4d 51 58");

function fieldsOf(hex: string): Fields {
  return pieceAt(bytes(hex), 0).fields;
}

// Headers of every kind, where bytes at random would seldom have a long length.
const anyStream = fc
  .array(
    fc.record({
      first: fc.integer({ min: 0, max: 255 }),
      second: fc.constantFrom(0, 5, 125, 126, 127, 0x80, 0x85, 0xfe, 0xff),
      rest: fc.uint8Array({ maxLength: 24 }),
    }),
    { maxLength: 4 },
  )
  .map((parts) =>
    Uint8Array.from(parts.flatMap((each) => Object.values(each)).flatMap(list)),
  );

function list(part: number | Uint8Array): number[] {
  return typeof part === "number" ? [part] : [...part];
}

describe("the fields of a frame", () => {
  test("are those of the masked example of RFC 6455 §5.7", () => {
    expect(pieceAt(masked, 0)).toEqual({
      fields: {
        ...{ fin: true, rsv1: false, rsv2: false, rsv3: false },
        ...{ opcode: 1, masked: true, lengthBits: 7, length: 5n },
        mask: bytes("37 fa 21 3d"),
        payload: fromText("Hello"),
      },
      ...{ from: 0, to: 11, headerBytes: 6, missing: 0n },
    });
  });

  test("are read also where the decoder refuses", () => {
    const { fields } = pieceAt(bytes("73 ff 80 00 00 00 00 00 00 00"), 0);

    expect(fields).toMatchObject({ fin: false, rsv1: true, rsv2: true });
    expect(fields).toMatchObject({ rsv3: true, opcode: 3, masked: true });
    expect(fields).toMatchObject({ lengthBits: 64, length: 2n ** 63n });
  });

  test.each([
    ["40 00", { rsv1: true, rsv2: false, rsv3: false }],
    ["20 00", { rsv1: false, rsv2: true, rsv3: false }],
    ["10 00", { rsv1: false, rsv2: false, rsv3: true }],
  ])("of %s tell the reserved bits apart", (hex, reserved) => {
    expect(fieldsOf(hex)).toMatchObject(reserved);
  });

  test("make the same bytes again, whatever those are", () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const whole = piecesOf(stream).filter(
          ({ from, to, headerBytes }) => to - from >= headerBytes,
        );
        for (const { fields, from, to } of whole) {
          expect(toHex(bytesOf(fields))).toBe(toHex(stream.slice(from, to)));
        }
      }),
    );
  });

  test("are of pieces that lie side by side and leave nothing out", () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const pieces = piecesOf(stream);
        const ends = pieces.map(({ to }) => to);
        expect(pieces.map(({ from }) => from)).toEqual(
          [0, ...ends].slice(0, -1),
        );
        expect(ends.at(-1)).toBe(stream.length);
        expect(pieces.slice(0, -1).every(({ missing }) => missing === 0n)).toBe(
          true,
        );
      }),
    );
  });

  test.each([
    ["", 2n],
    ["81", 1n],
    ["81 85 37 fa", 7n],
    ["81 7e 01", 257n],
    ["81 7e 01 00 00", 255n],
    ["82 7f ff ff ff ff ff ff ff ff", 2n ** 64n - 1n],
  ])("of %j miss %s bytes", (hex, missing) => {
    expect(pieceAt(bytes(hex), 0).missing).toBe(missing);
  });

  test("are those of the last frame if there are fewer", () => {
    const pieces = piecesOf(bytes("81 00 82 00"));

    expect(pick(pieces, 7)).toEqual({ piece: pieces[1], index: 1 });
  });
});

describe("an edit", () => {
  test.each([
    [125, 7],
    [126, 16],
    [65_535, 16],
    [65_536, 64],
  ])("to %s bytes of payload takes %s bits", (length, lengthBits) => {
    const edited = edits.withPayload(
      fieldsOf("81 01 41"),
      new Uint8Array(length),
    );

    expect(edited).toMatchObject({ length: BigInt(length), lengthBits });
  });

  test("of a length that was too long leaves it too long", () => {
    const long = fieldsOf("81 7f 00 00 00 00 00 00 00 01 41");

    expect(edits.withPayload(long, fromText("Hi"))).toMatchObject({
      ...{ length: 2n, lengthBits: 64 },
    });
    expect(edits.withLength(fieldsOf("81 7e 00 01 41"), 70_000n)).toMatchObject(
      {
        lengthBits: 64,
      },
    );
  });

  test("of the length alone leaves the payload, and the rest is a frame", () => {
    const piece = pieceAt(masked, 0);
    const lie = edits.withLength(piece.fields, 3n);

    const changed = edits.replacePiece(masked, piece, lie);
    expect(toHex(changed)).toBe("81 83 37 fa 21 3d 7f 9f 4d 51 58");
    expect(piecesOf(changed)).toHaveLength(2);
  });

  test("of one frame leaves those around it", () => {
    const stream = bytes("89 00 81 01 41 8a 00");
    const piece = pieceAt(stream, 2);
    const changed = edits.withPayload(piece.fields, fromText("BC"));

    expect(toHex(edits.replacePiece(stream, piece, changed))).toBe(
      "89 00 81 02 42 43 8a 00",
    );
  });

  test("that masks a frame does so with the key it has, or one of the RFC", () => {
    const plain = fieldsOf("81 05 48 65 6c 6c 6f");

    expect(bytesOf(edits.withMask(plain, true))).toEqual(masked);
    expect(toHex(bytesOf(edits.withMask(fieldsOf(toHex(masked)), false)))).toBe(
      "81 05 48 65 6c 6c 6f",
    );
  });

  test("of one bit changes nothing else", () => {
    expect(toHex(edits.flipBit(masked, 8))).toBe(
      "81 05 37 fa 21 3d 7f 9f 4d 51 58",
    );
    expect(masked[1]).toBe(0x85);
  });

  test.each(["", "-1", "1e3", "0x7e", "18446744073709551616"])(
    "refuses %j as a length",
    (text) => {
      expect(edits.parseLength(text)).toEqual({
        fault: `expected a number up to 18446744073709551615, got "${text}"`,
      });
    },
  );

  test("takes the longest length there is", () => {
    expect(edits.parseLength(" 18446744073709551615")).toEqual({
      value: 2n ** 64n - 1n,
    });
  });
});

describe("bytes in hex", () => {
  test("may be written with blanks and capitals, or without", () => {
    expect(toHex(bytes(" 8A02\n48 6 9"))).toBe("8a 02 48 69");
  });

  test.each([
    ["81 0", 'expected pairs of hex digits, got "0" alone'],
    ["81 0g", 'expected hex digits, got "g"'],
  ])("%j are refused", (text, fault) => {
    expect(fromHex(text)).toEqual({ fault });
  });

  test("are refused beyond a limit", () => {
    expect(fromHex("00".repeat(mostBytes))).toHaveProperty("value");
    expect(fromHex("00".repeat(mostBytes + 1))).toEqual({
      fault: "expected at most 131072 bytes, got 131073",
    });
  });

  test("are as many as a masking key has", () => {
    expect(fromHexOf(4, "37 fa 21")).toEqual({
      fault: "expected 4 bytes, got 3",
    });
    expect(fromHexOf(4, "37 fa 21 3d")).toHaveProperty("value");
  });
});

describe("a payload as text", () => {
  test("keeps a byte order mark", () => {
    expect(fromText(toText(bytes("ef bb bf 41")).text)).toEqual(
      bytes("ef bb bf 41"),
    );
  });

  test("tells what is none", () => {
    expect(toText(bytes("48 ff"))).toEqual({ text: "H\uFFFD", isText: false });
    expect(toText(bytes("f0 9f 98"))).toEqual({
      text: "\uFFFD",
      isText: false,
    });
    expect(toText(bytes("ef bf bd"))).toEqual({ text: "\uFFFD", isText: true });
  });
});

describe("the picture of a frame", () => {
  function pictureOf(stream: Uint8Array) {
    const piece = pieceAt(stream, 0);
    return { piece, picture: draw(stream, piece) };
  }

  test("has each bit of the header once, in the order of the wire", () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const { picture } = pictureOf(stream);
        for (const { at, hex, bits, labels } of picture.header) {
          expect(bits.map((bit) => bit.at)).toEqual(
            Array.from({ length: 8 }, (_, bit) => 8 * at + bit),
          );
          const value = bits.map((bit) => bit.value).join("");
          expect(parseInt(value, 2)).toBe(parseInt(hex, 16));
          const width = labels.reduce((sum, label) => sum + label.bits, 0);
          expect(width).toBe(8);
        }
      }),
    );
  });

  test("says which bits are of which field", () => {
    const { picture } = pictureOf(bytes("81 fe 00 05 37 fa 21 3d"));

    const fields = picture.header.flatMap(({ bits }) =>
      bits.map(({ field }) => field),
    );
    expect(fields.slice(0, 16).join(" ")).toBe(
      "fin rsv1 rsv2 rsv3 opcode opcode opcode opcode " +
        "masked length length length length length length length",
    );
    expect(fields.slice(16, 32).every((field) => field === "length")).toBe(
      true,
    );
    expect(fields.slice(32).every((field) => field === "mask")).toBe(true);
    expect(picture.header[3]?.labels).toEqual([
      { field: "length", label: "extended length 2/2", bits: 8 },
    ]);
    expect(picture.header[0]?.bits[4]?.name).toBe("0: opcode, byte 0, bit 4");
  });

  test("shows a masked payload as it is on the wire, and what it means", () => {
    const { payload } = pictureOf(masked).picture;

    expect(payload[0]).toEqual({ at: 6, hex: "7f", character: "H" });
    expect(payload.map(({ character }) => character).join("")).toBe("Hello");
  });

  test("draws a header as far as it has come, and 64 bytes of payload", () => {
    expect(pictureOf(bytes("81 fe 00")).picture).toMatchObject({
      missingHeaderBytes: 5,
      payload: [],
    });
    const long = bytes(`81 7e 01 2c ${"41".repeat(300)}`);
    expect(pictureOf(long).picture.payload).toHaveLength(64);
    expect(pictureOf(long).picture.hiddenBytes).toBe(236);
  });

  test("has a place for each field, in words", () => {
    const { piece } = pictureOf(bytes("81 fe 00 02 37 fa 21 3d 7f 93"));

    expect(placeOf(piece, "fin")).toBe("byte 0, bit 0");
    expect(placeOf(piece, "opcode")).toBe("byte 0, bits 4–7");
    expect(placeOf(piece, "length")).toBe("byte 1, bits 1–7, bytes 2–3");
    expect(placeOf(piece, "mask")).toBe("bytes 4–7");
    expect(placeOf(piece, "payload")).toBe("bytes 8–9");
    expect(placeOf(pieceAt(bytes("81 00"), 0), "mask")).toBe("");
  });
});
