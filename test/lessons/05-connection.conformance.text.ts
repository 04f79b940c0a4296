// Text over real sockets: what is UTF-8 comes back wherever it is cut, and what
// is not is refused as soon as a byte shows it (RFC 6455 §8.1, RFC 3629 §4).

import { describe, expect, test } from "vitest";
import {
  answer,
  expectAnswer,
  expectRefusal,
  frame,
  hi,
  hiBack,
  loneCloseCode,
  type Target,
  textFrames,
} from "./05-connection.conformance.peer.ts";

// From nul to the last code point: both ends of each length, and of each gap.
const valid = [
  ["nothing", ""],
  ["U+0000, the first in 1 byte", "00"],
  ["U+007F, the last in 1 byte", "7f"],
  ["U+0080, the first in 2 bytes", "c280"],
  ["U+07FF, the last in 2 bytes", "dfbf"],
  ["U+0800, the first in 3 bytes", "e0a080"],
  ["U+0FFF, the last that e0 starts", "e0bfbf"],
  ["U+D7FF, the last before the surrogates", "ed9fbf"],
  ["U+E000, the first behind the surrogates", "ee8080"],
  ["U+FEFF, a byte order mark", "efbbbf61"],
  ["U+FFFD, what stands for bad bytes", "efbfbd"],
  ["U+10000, the first in 4 bytes", "f0908080"],
  ["U+3FFFF, the last that f0 starts", "f0bfbfbf"],
  ["U+100000, the first that f4 starts", "f4808080"],
  ["U+10FFFF, the last of all", "f48fbfbf"],
  ["a word with a cent in it", "6f6e65c2a221"],
  ["a word with a euro in it", "6f6e65e282ac21"],
  ["a word with a rare character in it", "6f6e65f0a4ada221"],
  ["a Greek word", "cebbcf8cceb3cebfcf82"],
  ["a Greek word with an accent of 3 bytes", "cebae1bdb9cf83"],
  ["every length in turn", "61c3a9e282acf09f8c8d"],
  ["an emoji joined of three", "f09f91a8e2808df09f91a7"],
  ["an accent of its own", "65cc81"],
] as const;

// They stand for no character, and are UTF-8 all the same: the last two of each
// of the 17 planes, and both ends of a block of 32.
const nonCharacters = [
  ...Array.from({ length: 17 }, (_, plane) => plane * 0x1_0000).flatMap(
    (plane) => [plane + 0xfffe, plane + 0xffff],
  ),
  ...[0xfdd0, 0xfdef],
];

// `proof` is the byte that shows it, counted from 0; before it, all might still
// become text. Where it is the length, only the end shows it.
const invalid = [
  ["fe", "fe", 0],
  ["ff", "ff", 0],
  ["fe and ff", "fefeffff", 0],
  ["ff behind text", "6162ff", 2],
  ["the first continuation byte, alone", "80", 0],
  ["the last continuation byte, alone", "bf", 0],
  ["two continuation bytes", "80bf", 0],
  ["three continuation bytes", "80bf80", 0],
  ["six continuation bytes", "80bf80bf80bf", 0],
  ["a continuation byte too many", "c3a9a9", 2],
  ["starts of 2 bytes before a space", "c220df20", 1],
  ["starts of 3 bytes before a space", "e020ef20", 1],
  ["starts of 4 bytes before a space", "f020f420", 1],
  ["a start of 5 bytes before a space", "f820", 0],
  ["a start of 6 bytes before a space", "fc20", 0],
  ["2 bytes, the last missing", "df", 1],
  ["3 bytes, the last missing", "efbf", 2],
  ["3 bytes, the last two missing", "e2", 1],
  ["4 bytes, the last missing", "f09f8c", 3],
  ["4 bytes, the last two missing", "f09f", 2],
  ["4 bytes, the last three missing", "f4", 1],
  ["5 bytes, the last missing", "fbbfbfbf", 0],
  ["6 bytes, the last missing", "fdbfbfbfbf", 0],
  ["cut short, and again", "dfefbff09f8c", 1],
  ["é of Latin-1", "68e96c", 2],
  ["a slash in 2 bytes (overlong)", "c0af", 0],
  ["a slash in 3 bytes (overlong)", "e080af", 1],
  ["a slash in 4 bytes (overlong)", "f08080af", 1],
  ["a slash in 5 bytes (overlong)", "f8808080af", 0],
  ["a slash in 6 bytes (overlong)", "fc80808080af", 0],
  ["nul in 2 bytes (overlong)", "c080", 0],
  ["nul in 3 bytes (overlong)", "e08080", 1],
  ["nul in 4 bytes (overlong)", "f0808080", 1],
  ["nul in 5 bytes (overlong)", "f880808080", 0],
  ["nul in 6 bytes (overlong)", "fc8080808080", 0],
  ["U+007F in 2 bytes (overlong)", "c1bf", 0],
  ["U+07FF in 3 bytes (overlong)", "e09fbf", 1],
  ["U+FFFF in 4 bytes (overlong)", "f08fbfbf", 1],
  ["U+1FFFFF, the last in 4 bytes", "f7bfbfbf", 0],
  ["U+110000, one too high", "f4908080", 1],
  ["U+140000, which f5 starts", "f5808080", 0],
  ["the first in 5 bytes", "f888808080", 0],
  ["the last in 5 bytes", "fbbfbfbfbf", 0],
  ["the first in 6 bytes", "fc8480808080", 0],
  ["the last in 6 bytes", "fdbfbfbfbfbf", 0],
  ["U+D800, the first surrogate", "eda080", 1],
  ["U+DB7F, a high one", "edadbf", 1],
  ["U+DB80, a high one", "edae80", 1],
  ["U+DBFF, the last high one", "edafbf", 1],
  ["U+DC00, the first low one", "edb080", 1],
  ["U+DF80, a low one", "edbe80", 1],
  ["U+DFFF, the last surrogate", "edbfbf", 1],
  ["U+D800 and U+DC00, a pair", "eda080edb080", 1],
  ["U+DB7F and U+DFFF, a pair", "edadbfedbfbf", 1],
  ["U+DBFF and U+DFFF, a pair", "edafbfedbfbf", 1],
  ["a surrogate behind Greek", "cebae1bdb9cf83eda08065", 8],
  ["a code point too high behind Greek", "cebae1bdb9cf83f490808065", 8],
] as const;

export function textCases(target: Target): void {
  describe("text in UTF-8 comes back (RFC 6455 §8.1)", () => {
    test.each(valid)("%s", async (_what, payload) => {
      await expectAllCuts(target, payload);
    });

    test.each(nonCharacters.map((point) => point.toString(16)))(
      "U+%s, which is no character",
      async (point) => {
        const text = String.fromCodePoint(parseInt(point, 16));

        await expectAllCuts(target, Buffer.from(text).toString("hex"));
      },
    );
  });

  describe("text that is not UTF-8 gets 1007 (RFC 6455 §8.1)", () => {
    test.each(invalid)("%s", async (_what, payload) => {
      await expectRefusal(target, [frame("81", payload), hi], 1007);
    });

    test.each(invalid)("before its message is over: %s", expectFailFast);

    async function expectFailFast(_what: string, payload: string, at: number) {
      const peer = await target.join();
      const good = payload.slice(0, 2 * at);
      const proof = payload.slice(2 * at, 2 * at + 2);
      const isCutShort = proof === "";

      peer.send(hi + frame("01", good) + frame("89", "70"));
      const heard = await peer.read(hiBack.length / 2 + 3);
      peer.send(frame(isCutShort ? "80" : "00", proof));
      const rest = await peer.rest();

      // What a chat has to say may come behind its pong.
      expect([hiBack + pong, pong + hiBack]).toContain(heard);
      expect(loneCloseCode(rest)).toBe(1007);
    }
  });
}

const pong = answer("8a", "70");

/** Sends it whole, in two at every split, and in fragments of one byte. */
async function expectAllCuts(target: Target, payload: string): Promise<void> {
  const bytes = payload.length / 2;
  const splits = Array.from({ length: bytes + 1 }, (_, at) => [at]);
  const single = Array.from(
    { length: Math.max(0, bytes - 1) },
    (_, at) => at + 1,
  );
  const cuts = [[], ...splits, single];
  const frames = cuts.map((each) => textFrames(payload, each));

  const expected = answer("81", payload).repeat(cuts.length);

  await expectAnswer(target, frames, expected);
}
