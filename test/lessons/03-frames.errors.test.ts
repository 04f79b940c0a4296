import { describe, expect, test } from "vitest";
import {
  encodeFrame,
  FrameDecoder,
  opcodes,
  ProtocolError,
} from "../../lessons/03-frames/frame.ts";
import {
  client,
  counting,
  decode,
  drain,
  fromHex,
  refusal,
  server,
  utf8,
} from "./03-frames.bytes.ts";

describe("after the first byte a decoder refuses", () => {
  test.each(["91", "a1", "c1", "f1", "c9"])(
    "%s, a reserved bit that nobody agreed on (§5.2)",
    (bytes) => {
      expect(refusal(client, fromHex(bytes))).toEqual({
        code: "FRAME_RESERVED_BITS",
        closeCode: 1002,
        after: 1,
      });
    },
  );

  test("RSV2 where an extension uses RSV1 alone (§5.2)", () => {
    const options = { ...client, allowedReserved: 0b100 };

    expect(refusal(options, fromHex("a1"))?.code).toBe("FRAME_RESERVED_BITS");
    expect(refusal(options, fromHex("e1"))?.code).toBe("FRAME_RESERVED_BITS");
  });

  test.each("83 84 85 86 87 8b 8c 8d 8e 8f".split(" "))(
    "%s, an opcode without a meaning (§5.2)",
    (bytes) => {
      expect(refusal(client, fromHex(bytes))).toEqual({
        code: "FRAME_OPCODE_UNKNOWN",
        closeCode: 1002,
        after: 1,
      });
    },
  );

  test.each(["08", "09", "0a"])(
    "%s, a fragment of a control frame (§5.5)",
    (bytes) => {
      expect(refusal(client, fromHex(bytes))).toEqual({
        code: "FRAME_CONTROL_FRAGMENTED",
        closeCode: 1002,
        after: 1,
      });
    },
  );
});

describe("after the second byte a decoder refuses", () => {
  test("a client's frame without a mask (§5.1)", () => {
    expect(refusal(server, fromHex("81 05"))).toEqual({
      code: "FRAME_NOT_MASKED",
      closeCode: 1002,
      after: 2,
    });
  });

  test("a server's frame with a mask (§5.1)", () => {
    expect(refusal(client, fromHex("81 85"))).toEqual({
      code: "FRAME_MASKED",
      closeCode: 1002,
      after: 2,
    });
  });

  test.each(["88 7e", "89 7e", "8a 7e", "89 7f"])(
    "%s, a control frame of more than 125 bytes (§5.5)",
    (bytes) => {
      expect(refusal(client, fromHex(bytes))).toEqual({
        code: "FRAME_CONTROL_TOO_LONG",
        closeCode: 1002,
        after: 2,
      });
    },
  );
});

describe("after the length a decoder refuses", () => {
  test.each([
    { bytes: "82 7e 00 00", after: 4 },
    { bytes: "82 7e 00 7d", after: 4 },
    { bytes: "82 7f 00 00 00 00 00 00 00 7d", after: 10 },
    { bytes: "82 7f 00 00 00 00 00 00 ff ff", after: 10 },
  ])("$bytes, a length that fits a shorter form (§5.2)", ({ bytes, after }) => {
    expect(refusal(client, fromHex(bytes))).toEqual({
      code: "FRAME_LENGTH_NOT_MINIMAL",
      closeCode: 1002,
      after,
    });
  });

  test.each(["82 7f 80 00 00 00 00 00 00 00", "82 7f ff ff ff ff ff ff ff ff"])(
    "%s, a length with its top bit set (§5.2)",
    (bytes) => {
      expect(refusal(client, fromHex(bytes))).toEqual({
        code: "FRAME_LENGTH_TOP_BIT",
        closeCode: 1002,
        after: 10,
      });
    },
  );

  test.each([
    "82 7f 00 20 00 00 00 00 00 00",
    "82 7f 00 20 00 00 00 00 00 01",
    "82 7f 7f ff ff ff ff ff ff ff",
  ])("%s, more than a number can hold (§7.4.1)", (bytes) => {
    const options = { ...client, maxPayloadBytes: Number.MAX_SAFE_INTEGER };

    expect(refusal(options, fromHex(bytes))).toEqual({
      code: "FRAME_TOO_LARGE",
      closeCode: 1009,
      after: 10,
    });
  });

  test.each([
    { limit: 0, bytes: "82 01", after: 2 },
    { limit: 124, bytes: "82 7d", after: 2 },
    { limit: 125, bytes: "82 7e 00 7e", after: 4 },
    { limit: 65535, bytes: "82 7f 00 00 00 00 00 01 00 00", after: 10 },
  ])("$bytes where $limit are allowed (§7.4.1)", ({ limit, bytes, after }) => {
    const options = { masked: false, maxPayloadBytes: limit };

    expect(refusal(options, fromHex(bytes))).toEqual({
      code: "FRAME_TOO_LARGE",
      closeCode: 1009,
      after,
    });
  });

  test("a masked payload over the limit before its mask has come", () => {
    const options = { masked: true, maxPayloadBytes: 125 };

    expect(refusal(options, fromHex("82 fe 00 7e"))?.after).toBe(4);
  });
});

describe("a decoder takes", () => {
  test("a payload of exactly the limit", () => {
    const options = { masked: false, maxPayloadBytes: 300 };
    const payload = counting(300);
    const bytes = encodeFrame({ opcode: opcodes.binary, payload });

    expect(decode(options, bytes)).toMatchObject([{ payload }]);
  });

  test("a control frame above the limit for data (§5.5)", () => {
    const options = { masked: false, maxPayloadBytes: 10 };
    const payload = counting(125);
    const bytes = encodeFrame({ opcode: opcodes.close, payload });

    expect(decode(options, bytes)).toMatchObject([{ payload }]);
  });
});

describe("the error", () => {
  test("says what was expected and what came", () => {
    const decoder = new FrameDecoder({ masked: false, maxPayloadBytes: 125 });

    decoder.push(fromHex("82 7e 01 00"));

    expect(() => decoder.next()).toThrow(
      "expected a payload within the limit, got 256 bytes, limit is 125",
    );
  });

  test("comes after the frames before it", () => {
    const decoder = new FrameDecoder(client);
    decoder.push(fromHex("81 02 68 69 83"));

    expect(decoder.next()).toMatchObject({ payload: utf8("hi") });
    expect(() => decoder.next()).toThrow(ProtocolError);
  });

  test("is the same one ever after, whatever is pushed", () => {
    const decoder = new FrameDecoder(client);
    decoder.push(fromHex("83 02 68 69"));
    const first = thrown(decoder);

    decoder.push(fromHex("81 02 68 69"));

    expect(thrown(decoder)).toBe(first);
    expect(() => drain(decoder)).toThrow(first);
  });
});

function thrown(decoder: FrameDecoder): Error {
  try {
    decoder.next();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("expected an error");
}
