// The close handshake over real sockets: which closes are answered, and which
// are a mistake.

import { describe, expect, test } from "vitest";
import {
  answer,
  bye,
  byeBack,
  expectAnswer,
  expectRefusal,
  frame,
  hi,
  hiBack,
  ping,
  type Target,
} from "./05-connection.conformance.peer.ts";

export function closeCases(target: Target): void {
  goodCloses(target);
  badCloses(target);
}

const goodCodes = [
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011],
  ...[1012, 1013, 1014, 3000, 3999, 4000, 4999],
];

function codeHex(code: number): string {
  return code.toString(16).padStart(4, "0");
}

function goodCloses(target: Target): void {
  describe("a close is answered once, then comes the end (§5.5.1)", () => {
    test.each(goodCodes)("%i is answered with itself", async (code) => {
      const peer = await target.join();

      peer.send(frame("88", codeHex(code)));

      expect(await peer.rest()).toBe(answer("88", codeHex(code)));
    });

    test.each([
      ["without a code", [frame("88")], answer("88")],
      ["with a reason", [frame("88", "03e8627965")], byeBack],
      [
        "with a reason of 123 bytes",
        [frame("88", `03e8${"2a".repeat(123)}`)],
        byeBack,
      ],
      ["with a reason of 4-byte UTF-8", [frame("88", "03e8f09f8c8d")], byeBack],
      ["twice", [bye, bye], byeBack],
      ["before a ping", [bye, ping], byeBack],
      ["before a message", [bye, hi], byeBack],
      ["before the rest of a message", [bye, frame("80", "69")], byeBack],
      ["before what is no frame", [bye, "ffffffff"], byeBack],
      ["inside a message", [frame("01", "68"), bye], byeBack],
      [
        "inside a message that goes on",
        [frame("01", "68"), bye, frame("80", "69"), ping],
        byeBack,
      ],
    ])("%s", async (_what, frames, expected) => {
      const peer = await target.join();

      peer.send(frames.join(""));

      expect(await peer.rest()).toBe(expected);
    });

    test("behind a message that has come back", async () => {
      await expectAnswer(target, [hi], hiBack);
    });
  });
}

const badCodes = [
  ...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999],
  ...[5000, 65_535],
];

function badCloses(target: Target): void {
  describe("a close gets 1002 (RFC 6455 §5.5.1, §7.4)", () => {
    test.each(badCodes)("with code %i", async (code) => {
      await expectRefusal(target, [frame("88", codeHex(code))], 1002);
    });

    test("with code 1005 and a reason", async () => {
      await expectRefusal(target, [frame("88", "03ed627965")], 1002);
    });

    test("with a payload of 1 byte", async () => {
      await expectRefusal(target, [frame("88", "03")], 1002);
    });

    test("with a reason of 124 bytes", async () => {
      const tooLong = frame("88", `03e8${"2a".repeat(124)}`);

      await expectRefusal(target, [tooLong], 1002);
    });
  });

  describe("a close gets 1007 (RFC 6455 §8.1)", () => {
    test.each([
      ["with a reason that is not UTF-8", "03e8cebaeda08065"],
      ["with a reason that ends inside a code point", "03e8f09f8c"],
    ])("%s", async (_what, payload) => {
      await expectRefusal(target, [frame("88", payload)], 1007);
    });
  });
}
