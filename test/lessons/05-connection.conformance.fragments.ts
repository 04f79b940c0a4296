// Fragments over real sockets, each message in three cuts for the wire.

import { describe, expect, test } from "vitest";
import {
  answer,
  cuttings,
  expectAnswer,
  expectRefusal,
  frame,
  hi,
  hiBack,
  loneCloseCode,
  ping,
  type Target,
} from "./05-connection.conformance.peer.ts";

export function fragmentCases(target: Target): void {
  goodFragments(target);
  badFragments(target);
}

/** Each of `cases` with each way to cut it for the wire. */
function cutEach<Rest extends unknown[]>(
  cases: readonly (readonly [what: string, ...Rest])[],
) {
  return cases.flatMap(([what, ...rest]) =>
    cuttings.map((cutting) => [what, cutting, ...rest] as const),
  );
}

type Frames = readonly string[];

const good: [what: string, frames: Frames, expected: string][] = [
  ["two", [frame("01", "68"), frame("80", "69")], hiBack],
  [
    "two of bytes",
    [frame("02", "00"), frame("80", "ff")],
    answer("82", "00ff"),
  ],
  [
    "two around a ping",
    [frame("01", "68"), frame("89", "70"), frame("80", "69")],
    answer("8a", "70") + hiBack,
  ],
  [
    "two around a pong",
    [frame("01", "68"), frame("8a", "70"), frame("80", "69")],
    hiBack,
  ],
  [
    "five around two pings",
    [
      ...[frame("01", "61"), frame("00", "62"), frame("89", "01")],
      ...[frame("00", "63"), frame("00", "64"), frame("89", "02")],
      frame("80", "65"),
    ],
    answer("8a", "01") + answer("8a", "02") + answer("81", "6162636465"),
  ],
  [
    "three, all of them empty",
    [frame("01"), frame("00"), frame("80")],
    answer("81"),
  ],
  [
    "three, only the second of them not empty",
    [frame("01"), frame("00", "6869"), frame("80")],
    hiBack,
  ],
  [
    "two of one message, then two of another",
    [
      ...[frame("01", "68"), frame("80", "69")],
      ...[frame("02", "00"), frame("80", "ff")],
    ],
    hiBack + answer("82", "00ff"),
  ],
  [
    "two of one message, then another in one frame",
    [frame("01", "68"), frame("80", "69"), frame("82", "00")],
    hiBack + answer("82", "00"),
  ],
];

function goodFragments(target: Target): void {
  describe("fragments are put together (RFC 6455 §5.4)", () => {
    test.each(cutEach(good))(
      "%s, %s",
      async (_what, cutting, frames, expected) => {
        await expectAnswer(target, frames, expected, cutting);
      },
    );

    test("a ping in a message is answered before its end", async () => {
      const peer = await target.join();

      peer.send(frame("01", "68") + ping);
      const heard = await peer.read(2);
      peer.send(frame("80", "69"));

      expect(heard).toBe(answer("8a"));
      expect(await peer.read(4)).toBe(hiBack);
    });
  });
}

const bad: [what: string, frames: Frames][] = [
  ["of a ping", [frame("09", "70"), frame("80", "71")]],
  ["of a pong", [frame("0a", "70"), frame("80", "71")]],
  ["of a close", [frame("08", "03e8"), frame("80")]],
  ["of nothing, the last", [frame("80", "61"), hi]],
  ["of nothing, one that goes on", [frame("00", "61"), hi]],
  ["of nothing, empty", [frame("80"), hi]],
  [
    "of nothing, again and again",
    [frame("00", "61"), frame("00", "62"), frame("80", "63")],
  ],
  ["then a second text", [frame("01", "68"), frame("81", "69")]],
  [
    "then a second text in fragments",
    [frame("01", "68"), frame("01", "69"), frame("80", "61")],
  ],
  ["then bytes", [frame("01", "68"), frame("82", "69")]],
  ["of bytes, then text", [frame("02", "68"), frame("81", "69")]],
];

function badFragments(target: Target): void {
  describe("fragments out of place get 1002 (RFC 6455 §5.4, §5.5)", () => {
    test.each(cutEach(bad))("%s, %s", async (_what, cutting, frames) => {
      await expectRefusal(target, frames, 1002, cutting);
    });

    test.each(["00", "80"])(
      "of nothing, behind a message that is over: %s",
      async (first) => {
        const peer = await target.join();

        peer.send(frame("01", "68") + frame("80", "69"));
        const heard = await peer.read(4);
        peer.send(frame(first, "61") + hi);
        const rest = await peer.rest();

        expect(heard).toBe(hiBack);
        expect(loneCloseCode(rest)).toBe(1002);
      },
    );
  });
}
