// The echo of lesson 5 against the cases of a conformance suite. It answers one
// frame after the other, which a chat, with its hub in between, need not: that
// is asked for here alone.

import { describe, expect, test } from "vitest";
import { echo } from "../../lessons/05-connection/endpoints.ts";
import { limitsFor } from "../../lessons/05-connection/limits.ts";
import { rawPeer, startServer } from "../support/connection.ts";
import { describeCases } from "./05-connection.cases.ts";
import {
  answer,
  bye,
  byeBack,
  cuttings,
  frame,
  hi,
  hiBack,
  loneCloseCode,
  oneMiB,
  ping,
  sendCut,
  type Target,
} from "./05-connection.conformance.peer.ts";

const target: Target = {
  name: "the echo of lesson 5",
  join: async () => {
    const { port } = await startServer(echo, limitsFor(16 * oneMiB));
    return rawPeer(port);
  },
};

describeCases(target);

describe("what comes in one piece is answered in its order (§5.4)", () => {
  test.each([
    ["a message, then a close", [hi, bye], hiBack + byeBack],
    ["a message, then a ping", [hi, ping, bye], hiBack + "8a00" + byeBack],
    [
      "two messages in fragments, with a ping in each",
      [
        ...[frame("01", "68"), ping, frame("80", "69")],
        ...[frame("01", "68"), ping, frame("80", "69"), bye],
      ],
      `8a00${hiBack}8a00${hiBack}${byeBack}`,
    ],
  ])("%s", async (_what, frames, expected) => {
    const peer = await target.join();

    peer.send(frames.join(""));

    expect(await peer.rest()).toBe(expected);
  });

  const bad = [
    ["a reserved bit", frame("91", "6869"), 1002],
    ["a reserved opcode", frame("83"), 1002],
    ["a continuation of nothing", frame("80"), 1002],
    ["a ping of 126 bytes", frame("89", "fe".repeat(126)), 1002],
    ["text that is not UTF-8", frame("81", "ff"), 1007],
  ] as const;

  test.each(
    bad.flatMap((each) =>
      cuttings.map((cutting) => [...each, cutting] as const),
    ),
  )("a message, then %s: %s, %i, %s", async (_what, bad, code, cutting) => {
    const peer = await target.join();

    await sendCut(peer, [hi, bad, ping, hi], cutting);
    const answered = await peer.rest();

    expect(answered.slice(0, hiBack.length)).toBe(hiBack);
    expect(loneCloseCode(answered.slice(hiBack.length))).toBe(code);
  });

  test("a message of 256 KiB, then a close", async () => {
    const payload = "2a".repeat(256 * 1024);
    const peer = await target.join();

    peer.send(frame("82", payload) + bye);
    const answered = await peer.rest();

    expect(answered === answer("82", payload) + byeBack).toBe(true);
  });
});
