import { createHash } from "node:crypto";
import { isAscii } from "node:buffer";
import { STATUS_CODES } from "node:http";
import { Duplex } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameDecoder } from "../../lessons/03-frames/frame.ts";
import { decodeClose } from "../../lessons/04-messages/close.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import { WebSocketConnection } from "../../lessons/05-connection/websocket.ts";
import { answer } from "../../playground/frames/answer.ts";
import { fromHex } from "../../playground/frames/hex.ts";
import { answerTo, newKey } from "../../playground/frames/key.ts";
import * as shimBuffer from "../../playground/frames/node/buffer.ts";
import * as shimCrypto from "../../playground/frames/node/crypto.ts";
import * as shimHttp from "../../playground/frames/node/http.ts";
import { read } from "../../playground/frames/reading.ts";
import { type Exhibit, shelf } from "../../playground/frames/shelf.ts";
import { judge, nameOf } from "../../playground/frames/verdict.ts";

function bytes(hex: string): Uint8Array {
  const typed = fromHex(hex);
  if ("fault" in typed) throw new Error(typed.fault);
  return typed.value;
}

function verdictOf({ bytes, sender }: Exhibit) {
  return judge(bytes, sender === "client" ? "server" : "client");
}

function find(name: string): Exhibit {
  const found = shelf.find((exhibit) => exhibit.name === name);
  if (!found) throw new Error(`expected an exhibit, got none named ${name}`);
  return found;
}

describe("the shelf", () => {
  test.each([
    ["An opcode without a meaning", 1002, "FRAME_OPCODE_UNKNOWN"],
    ["A reserved bit", 1002, "FRAME_RESERVED_BITS"],
    ["A ping cut in two", 1002, "FRAME_CONTROL_FRAGMENTED"],
    ["A ping of 126 bytes", 1002, "FRAME_CONTROL_TOO_LONG"],
    ["A client without a mask", 1002, "FRAME_NOT_MASKED"],
    ["A server with a mask", 1002, "FRAME_MASKED"],
    ["A length of 5 in two bytes", 1002, "FRAME_LENGTH_NOT_MINIMAL"],
    ["A length of 5 in eight bytes", 1002, "FRAME_LENGTH_NOT_MINIMAL"],
    ["A length of 2⁶³", 1002, "FRAME_LENGTH_TOP_BIT"],
    ["One byte more than the limit", 1009, "FRAME_TOO_LARGE"],
    ["One fragment more than the limit", 1008, "TOO_MANY_FRAGMENTS"],
    ["The rest of nothing", 1002, "NOTHING_TO_CONTINUE"],
    ["A text inside another text", 1002, "MESSAGE_INTERRUPTED"],
    ["A byte that UTF-8 never has", 1007, "INVALID_UTF8"],
    ["A slash in two bytes", 1007, "INVALID_UTF8"],
    ["Half a pair of surrogates", 1007, "INVALID_UTF8"],
    ["A text that ends inside a letter", 1007, "INVALID_UTF8"],
    ["A close with half a code", 1002, "CLOSE_TOO_SHORT"],
    ["A close with 1005", 1002, "INVALID_CLOSE_CODE"],
    ["A close whose reason is no text", 1007, "INVALID_UTF8"],
    ["A letter cut in two, and right", undefined, undefined],
    ["A ping inside a text, and right", undefined, undefined],
  ])("%s is answered %s %s", (name, closeCode, code) => {
    expect(verdictOf(find(name))).toMatchObject({ closeCode, code });
  });

  test("has nothing else on it", () => {
    expect(shelf).toHaveLength(22);
  });

  test.each(shelf)(
    "says of $name what a connection does on a stream of Node's",
    async (exhibit) => {
      const reader = exhibit.sender === "client" ? "server" : "client";

      const closes = await closeOnStream(exhibit.bytes, reader);
      expect(closes).toEqual(answer(exhibit.bytes, reader).close);
    },
  );
});

/** What the close frame says that is written to a stream of Node's own. */
async function closeOnStream(sent: Uint8Array, role: "client" | "server") {
  const decoder = new FrameDecoder({
    masked: role === "client",
    maxPayloadBytes: defaultLimits.maxMessageBytes,
  });
  const stream = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      decoder.push(Uint8Array.from(chunk));
      done();
    },
  });
  const head = new Uint8Array(0);
  const connection = new WebSocketConnection(role, stream, head, defaultLimits);
  stream.push(Buffer.from(sent));
  stream.push(null);
  await new Promise<void>((resolve) => (connection.onclose = () => resolve()));
  for (let frame = decoder.next(); frame; frame = decoder.next()) {
    if (frame.opcode === 8) return decodeClose(frame.payload);
  }
  return undefined;
}

describe("what is read and what is answered", () => {
  const stream = fc
    .array(
      fc.tuple(
        fc.constantFrom(
          0x00,
          0x01,
          0x02,
          0x80,
          0x81,
          0x82,
          0x88,
          0x89,
          0x8a,
          0xc1,
        ),
        fc.constantFrom(0x80, 0x81, 0x82, 0x85, 0xfe, 0x05),
        fc.uint8Array({ minLength: 4, maxLength: 9 }),
      ),
      { maxLength: 5 },
    )
    .map((parts) =>
      Uint8Array.from(
        parts.flatMap(([first, second, rest]) => [first, second, ...rest]),
      ),
    );

  test("agree on every mistake", () => {
    fc.assert(
      fc.property(
        stream,
        fc.constantFrom("server", "client"),
        (sent, reader) => {
          const { steps, mistake } = read(sent, reader);
          const { close } = answer(sent, reader);

          const arrival = steps.at(-1)?.arrival;
          if (mistake) {
            const { closeCode: code, message: reason } = mistake.error;
            expect(close).toEqual({ code, reason });
          } else if (arrival?.kind === "close") {
            expect(close).toEqual({ code: arrival.code, reason: "" });
          } else {
            expect(close).toBeUndefined();
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("leave the bytes as they were", () => {
    const sent = bytes("81 85 37 fa 21 3d 7f 9f 4d 51 58");

    judge(sent, "server");
    expect(sent).toEqual(bytes("81 85 37 fa 21 3d 7f 9f 4d 51 58"));
  });

  test("include the byte at which a mistake shows", () => {
    const { mistake } = read(bytes("81 00 82 ff"), "client");

    expect(mistake).toMatchObject({ lesson: 3, bytesRead: 4 });
  });
});

describe("a verdict", () => {
  test.each([
    ["", "No mistake so far: at least 2 bytes still to come."],
    ["81", "No mistake so far: at least 1 byte still to come."],
    ["81 02 48", "No mistake so far: 1 byte still to come."],
    [
      "82 7f 00 00 00 00 00 01 00 00",
      "No mistake so far: 65,536 bytes still to come.",
    ],
    ["01 02 48 69", "No mistake so far: the message goes on."],
    ["01 02 48 69 89 00", "No mistake so far: the message goes on."],
    ["81 02 48 69", "Nothing is wrong."],
    ["88 00 ff", "A close frame came: it is answered, and read no further."],
  ])("of %j is %j", (hex, sentence) => {
    expect(judge(bytes(hex), "client").sentence).toBe(sentence);
  });

  test("says of each frame what it completes", () => {
    const hex = "01 01 48 89 00 80 01 69 82 03 01 02 03 88 05 03 e8 62 79 65";

    expect(judge(bytes(hex), "client").frames).toEqual([
      "text, 1 byte: more to come",
      "ping, fin, 0 bytes: ping",
      'continuation, fin, 1 byte: the message "Hi"',
      "binary, fin, 3 bytes: a message of 3 bytes",
      'close, fin, 5 bytes: close 1000 "bye"',
    ]);
  });

  test("shows the frames that are sent because of it", () => {
    expect(judge(bytes("89 82 00 00 00 00 48 69"), "server").sent).toEqual([
      "8a 02 48 69",
    ]);
  });

  test("has a word for every opcode", () => {
    expect([0, 1, 2, 3, 8, 9, 10, 15].map(nameOf).join(" ")).toBe(
      "continuation text binary reserved close ping pong reserved",
    );
  });
});

describe("a key", () => {
  test("is answered as in RFC 6455 §1.3, step by step", () => {
    expect(answerTo("dGhlIHNhbXBsZSBub25jZQ==")).toEqual({
      kind: "accepted",
      response: [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
      ].join("\r\n"),
      steps: {
        joined: "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
        sha1: "b37a4f2cc0624f1690f64606cf385945b2bec4ea",
        accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
      },
    });
  });

  test.each(["", "dGhl", "dGhlIHNhbXBsZSBub25jZQ", "ü".repeat(22) + "=="])(
    "%j is refused in the words of lesson 2",
    (key) => {
      const got = key ? JSON.stringify(key) : "none";

      expect(answerTo(key)).toEqual({
        ...{ kind: "refused", status: 400, code: "BAD_KEY" },
        message: `expected Sec-WebSocket-Key: 16 bytes in base64, got ${got}`,
      });
    },
  );

  test("that is new is right, and another each time", () => {
    const keys = [newKey(), newKey()];

    expect(keys.map(answerTo)).toMatchObject([
      { kind: "accepted" },
      { kind: "accepted" },
    ]);
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe("what stands in for Node in a browser", () => {
  test("makes the same SHA-1", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const encoding of ["hex", "base64"] as const) {
          expect(
            shimCrypto.createHash("sha1").update(text).digest(encoding),
          ).toBe(createHash("sha1").update(text).digest(encoding));
        }
      }),
      { numRuns: 30 },
    );
    expect(() => shimCrypto.createHash("md5")).toThrow(
      "expected sha1, got md5",
    );
  });

  test("knows ASCII, and bytes as the lessons use them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (some) => {
        expect(shimBuffer.isAscii(some)).toBe(isAscii(some));
        const { buffer, byteOffset, length } = some;
        const own = shimBuffer.Buffer.from(buffer, byteOffset, length);
        const node = Buffer.from(buffer, byteOffset, length);
        expect(own.toString("latin1")).toBe(node.toString("latin1"));
      }),
    );
    expect(shimBuffer.isAscii(Uint8Array.of(0x7f))).toBe(true);
    expect(shimBuffer.isAscii(Uint8Array.of(0x80))).toBe(false);
    expect(shimBuffer.Buffer.byteLength("é")).toBe(2);
    expect(shimBuffer.Buffer.allocUnsafe(3)).toHaveLength(3);
  });

  test("has Node's own phrases", () => {
    expect(STATUS_CODES).toMatchObject(shimHttp.STATUS_CODES);
  });
});
