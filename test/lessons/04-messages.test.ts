import { describe, expect, test } from "vitest";
import { type Frame, opcodes } from "../../lessons/03-frames/frame.ts";
import { MessageAssembler } from "../../lessons/04-messages/assembler.ts";
import { encodeClose } from "../../lessons/04-messages/close.ts";
import {
  allCuts,
  arrivals,
  fragments,
  fromHex,
  last,
  more,
  refusal,
  roomy,
  utf8,
} from "./04-messages.frames.ts";

const { text, binary, continuation, ping, pong, close } = opcodes;

describe("a message in one frame", () => {
  test("is a string if the frame is text", () => {
    expect(arrivals([last(text, "héllo 🌍")])).toEqual([
      { kind: "message", message: "héllo 🌍" },
    ]);
  });

  test("is its bytes if the frame is binary, not a copy of them", () => {
    const payload = fromHex("00 ff c0 80");

    const [arrival] = arrivals([last(binary, payload)]);

    expect(arrival?.kind === "message" && arrival.message).toBe(payload);
  });

  test("may be empty", () => {
    expect(arrivals([last(text, ""), last(binary, "")])).toEqual([
      { kind: "message", message: "" },
      { kind: "message", message: new Uint8Array(0) },
    ]);
  });
});

describe("fragments (RFC 6455 §5.4)", () => {
  test("complete nothing until the last one has come", () => {
    const assembler = new MessageAssembler(roomy);

    const results = [
      more(text, "Hel"),
      more(continuation, "l"),
      last(continuation, "o"),
    ].map((frame) => assembler.add(frame));

    expect(results).toEqual([
      undefined,
      undefined,
      { kind: "message", message: "Hello" },
    ]);
  });

  test("of bytes come out in order, however they were cut", () => {
    const bytes = fromHex("00 01 80 fe ff 7f 0a 0d");

    const wrong = allCuts(bytes.length).filter((cuts) => {
      const [arrival] = arrivals(fragments(binary, bytes, cuts));
      const message = arrival?.kind === "message" ? arrival.message : "";
      return Buffer.compare(message as Uint8Array, bytes) !== 0;
    });

    expect(wrong).toEqual([]);
  });

  test("may be empty, the first, the middle and the last", () => {
    const frames = [
      more(text, ""),
      more(continuation, "a"),
      more(continuation, ""),
      last(continuation, ""),
    ];

    expect(arrivals(frames)).toEqual([{ kind: "message", message: "a" }]);
  });

  test("may all be empty", () => {
    expect(arrivals([more(binary, ""), last(continuation, "")])).toEqual([
      { kind: "message", message: new Uint8Array(0) },
    ]);
  });

  test("of one message are done with when the next begins", () => {
    const frames = [
      more(text, "a"),
      last(continuation, "b"),
      last(text, "c"),
      more(binary, "d"),
      last(continuation, "e"),
    ];

    expect(arrivals(frames)).toEqual([
      { kind: "message", message: "ab" },
      { kind: "message", message: "c" },
      { kind: "message", message: utf8("de") },
    ]);
  });

  test("of bytes come out in a buffer of their own size", () => {
    const [arrival] = arrivals(fragments(binary, new Uint8Array(1000), [3, 7]));

    expect(arrival?.kind === "message" && arrival.message).toHaveProperty(
      "buffer.byteLength",
      1000,
    );
  });
});

describe("control frames (RFC 6455 §5.5)", () => {
  const message = fragments(text, utf8("a🌍"), [1, 3]);

  test.each([0, 1, 2, 3])(
    "arrive at once and leave the message alone, before fragment %i",
    (place) => {
      const frames: Frame[] = message.toSpliced(
        place,
        0,
        last(ping, "p"),
        last(pong, ""),
      );

      const found = arrivals(frames);

      const controls = [
        { kind: "ping", payload: utf8("p") },
        { kind: "pong", payload: utf8("") },
      ];
      const whole = { kind: "message", message: "a🌍" };
      expect(found).toEqual(
        place === 3 ? [whole, ...controls] : [...controls, whole],
      );
    },
  );

  test("may close in the middle of a message", () => {
    const frames = [more(text, "half"), last(close, encodeClose(1001, "off"))];

    expect(arrivals(frames)).toEqual([
      { kind: "close", code: 1001, reason: "off" },
    ]);
  });

  test("do not count as fragments", () => {
    const frames = [
      more(text, "a"),
      last(ping, ""),
      last(pong, ""),
      last(ping, ""),
      last(continuation, "b"),
    ];

    expect(arrivals(frames, { ...roomy, maxFragments: 2 })).toHaveLength(4);
  });

  test("do not count as bytes of the message", () => {
    const frames = [
      more(text, "a"),
      last(ping, "x".repeat(125)),
      last(continuation, "b"),
    ];

    expect(arrivals(frames, { ...roomy, maxMessageBytes: 2 })).toHaveLength(2);
  });
});

describe("a frame out of place (RFC 6455 §5.4)", () => {
  test.each([
    ["a last continuation", last(continuation, "a")],
    ["a continuation with more to come", more(continuation, "a")],
  ])("is %s before any message: 1002", (_name, frame) => {
    expect(refusal([frame])).toEqual({
      at: 0,
      code: "NOTHING_TO_CONTINUE",
      closeCode: 1002,
    });
  });

  test("is a continuation after a whole message: 1002", () => {
    expect(refusal([last(text, "a"), last(continuation, "b")])).toMatchObject({
      at: 1,
      code: "NOTHING_TO_CONTINUE",
    });
  });

  test("is a continuation after the last fragment: 1002", () => {
    const frames = [
      ...fragments(text, utf8("ab"), [1]),
      last(continuation, ""),
    ];

    expect(refusal(frames)).toMatchObject({
      at: 2,
      code: "NOTHING_TO_CONTINUE",
    });
  });

  test.each([
    ["text", last(text, "b")],
    ["binary", last(binary, "b")],
    ["text with more to come", more(text, "b")],
    ["empty text", last(text, "")],
  ])("is %s inside an open message: 1002", (_name, frame) => {
    expect(refusal([more(text, "a"), frame])).toEqual({
      at: 1,
      code: "MESSAGE_INTERRUPTED",
      closeCode: 1002,
    });
  });

  test("is a new message after a ping inside an open one: 1002", () => {
    const frames = [more(binary, "a"), last(ping, ""), last(binary, "b")];

    expect(refusal(frames)).toMatchObject({
      at: 2,
      code: "MESSAGE_INTERRUPTED",
    });
  });
});
