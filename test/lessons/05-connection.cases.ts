// What a conformance suite asks of a server that says back what it hears, over
// real sockets and with nothing installed: framing, pings, reserved bits and
// opcodes here; fragments, closes, text and large messages in the files beside
// this one. The finer cuts of each are the business of lessons 3 and 4.

import { describe, expect, test } from "vitest";
import { fromHex } from "../support/bytes.ts";
import { closeCases } from "./05-connection.conformance.closes.ts";
import { fragmentCases } from "./05-connection.conformance.fragments.ts";
import { largeCases } from "./05-connection.conformance.large.ts";
import {
  answer,
  expectAnswer,
  expectRefusal,
  frame,
  hi,
  hiBack,
  ping,
  sendInSteps,
  type Target,
} from "./05-connection.conformance.peer.ts";
import { textCases } from "./05-connection.conformance.text.ts";

export function describeCases(target: Target): void {
  describe(target.name, () => {
    framing(target);
    pings(target);
    reservedBits(target);
    opcodes(target);
    fragmentCases(target);
    closeCases(target);
    textCases(target);
    largeCases(target);
  });
}

const lengths = [0, 1, 125, 126, 127, 128, 65_535, 65_536];
const kinds = [
  ["text", "81", "2a"],
  ["binary", "82", "fe"],
] as const;

function framing(target: Target): void {
  describe("a message comes back (RFC 6455 §5.2)", () => {
    test.each(
      lengths.flatMap((length) =>
        kinds.map(([kind, ...bytes]) => [kind, length, ...bytes] as const),
      ),
    )("%s of %i bytes", async (_kind, length, first, byte) => {
      const payload = byte.repeat(length);

      await expectAnswer(
        target,
        [frame(first, payload)],
        answer(first, payload),
      );
    });

    test.each(
      [997, 1024, 4096].flatMap((step) =>
        kinds.map(([kind, ...bytes]) => [kind, step, ...bytes] as const),
      ),
    )(
      "%s of 65,536 bytes, in steps of %i",
      async (_kind, step, first, byte) => {
        const payload = byte.repeat(65_536);
        const expected = answer(first, payload);
        const peer = await target.join();

        await sendInSteps(peer, fromHex(frame(first, payload)), step);
        const heard = await peer.read(expected.length / 2);

        expect(heard === expected).toBe(true);
      },
    );
  });
}

const tenPings = Array.from({ length: 10 }, (_, i) => `700${i}`);

function pings(target: Target): void {
  describe("pings and pongs (RFC 6455 §5.5.2, §5.5.3)", () => {
    test.each([
      ["an empty ping", [ping], answer("8a")],
      ["a ping of text", [frame("89", "6869")], answer("8a", "6869")],
      ["a ping of bytes", [frame("89", "00fffefd")], answer("8a", "00fffefd")],
      [
        "a ping of 125 bytes",
        [frame("89", "fe".repeat(125))],
        answer("8a", "fe".repeat(125)),
      ],
      ["a pong nobody asked for", [frame("8a"), hi], hiBack],
      ["a pong of bytes", [frame("8a", "00ff"), hi], hiBack],
      [
        "a pong, then a ping",
        [frame("8a", "01"), frame("89", "02")],
        answer("8a", "02"),
      ],
      [
        "ten pings, in their order",
        tenPings.map((payload) => frame("89", payload)),
        tenPings.map((payload) => answer("8a", payload)).join(""),
      ],
    ])("%s", async (_what, frames, expected) => {
      await expectAnswer(target, frames, expected);
      await expectAnswer(target, frames, expected, "byte by byte");
    });
  });

  describe("a control frame of 126 bytes gets 1002 (RFC 6455 §5.5)", () => {
    test.each(["89", "8a"])("%s", async (first) => {
      const tooLong = frame(first, "fe".repeat(126));

      await expectRefusal(target, [tooLong, hi], 1002);
      await expectRefusal(target, [tooLong], 1002, "byte by byte");
    });
  });
}

const firstBytes = [
  ["text", 0x81],
  ["binary", 0x82],
  ["close", 0x88],
  ["ping", 0x89],
  ["pong", 0x8a],
] as const;

function reservedBits(target: Target): void {
  describe("a frame with reserved bits gets 1002 (RFC 6455 §5.2)", () => {
    const bad = [1, 2, 3, 4, 5, 6, 7].flatMap((bits) =>
      firstBytes.map(([kind, first]) => [
        bits.toString(2).padStart(3, "0"),
        kind,
        frame((first | (bits << 4)).toString(16), "03e8"),
      ]),
    );

    test.each(bad)("%s on %s", async (_bits, _kind, bad) => {
      await expectRefusal(target, [bad, ping], 1002);
    });

    test.each(["90", "a0", "b0", "c0", "d0", "e0", "f0"])(
      "on a continuation: %s",
      async (first) => {
        const frames = [frame("01", "68"), frame(first, "69"), ping];

        await expectRefusal(target, frames, 1002);
      },
    );

    test.each(["b1", "c1", "91"])("byte by byte: %s", async (first) => {
      const frames = [frame(first, "6869"), ping];

      await expectRefusal(target, frames, 1002, "byte by byte");
    });
  });
}

function opcodes(target: Target): void {
  describe("a frame with a reserved opcode gets 1002 (RFC 6455 §5.2)", () => {
    const bad = ["3", "4", "5", "6", "7", "b", "c", "d", "e", "f"];

    test.each(bad)("%s", async (opcode) => {
      await expectRefusal(target, [frame(`8${opcode}`), ping], 1002);
    });

    test.each(bad)("%s with a payload, byte by byte", async (opcode) => {
      const frames = [frame(`8${opcode}`, "6869"), ping];

      await expectRefusal(target, frames, 1002, "byte by byte");
    });
  });
}
