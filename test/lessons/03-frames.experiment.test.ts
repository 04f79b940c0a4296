import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { judge, mistakes } from "../../lessons/03-frames/demo/mistakes.ts";
import { attack, disguise, wish } from "../../lessons/03-frames/demo/poison.ts";
import {
  takeAnswers,
  takeRequests,
} from "../../lessons/03-frames/demo/proxy.ts";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { mask } from "./03-frames.bytes.ts";

const script = "http://bank.example/login.js";

test("without a mask the proxy keeps mallory's answer as the bank's", async () => {
  const { frame, kept, script: got } = await attack({ payload: wish });

  expect(Buffer.from(frame).includes(Buffer.from(wish))).toBe(true);
  expect(kept).toEqual([script]);
  expect(got).toBe("stealPassword()");
});

test("with a mask it keeps nothing, and the bank answers for itself", async () => {
  const { frame, kept, script: got } = await attack({ payload: wish, mask });

  expect(Buffer.from(frame).includes(Buffer.from(wish))).toBe(false);
  expect(kept).toEqual([]);
  expect(got).toBe("logIn()");
});

test("with a mask known beforehand the poison is back", async () => {
  const payload = disguise(wish, mask);

  const { frame, kept, script: got } = await attack({ payload, mask });

  expect(Buffer.from(frame).includes(Buffer.from(wish))).toBe(true);
  expect(kept).toEqual([script]);
  expect(got).toBe("stealPassword()");
});

test("a disguise made for one mask is noise under another", () => {
  const four = fc.uint8Array({ minLength: 4, maxLength: 4 });
  const isOther = ([one, other]: [Uint8Array, Uint8Array]) =>
    Buffer.compare(one, other) !== 0;

  fc.assert(
    fc.property(fc.tuple(four, four).filter(isOther), ([guessed, drawn]) => {
      const payload = disguise(wish, guessed);
      const frame = encodeFrame({ opcode: opcodes.binary, payload }, drawn);
      const wire = Buffer.from(frame).toString("latin1");

      expect(takeRequests(wire).names).toEqual([]);
    }),
  );
});

test("the proxy sees a request wherever the stream is cut", () => {
  const text = `\x82\x30${Buffer.from(wish).toString("latin1")}`;

  const names = Array.from(text, (_letter, at) => {
    const first = takeRequests(text.slice(0, at));
    return takeRequests(first.rest + text.slice(at)).names;
  });

  expect(names).toEqual(names.map(() => [script]));
});

test("the proxy waits for the whole of an answer", () => {
  const text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes";

  expect(takeAnswers(text.slice(0, -1)).answers).toEqual([]);
  expect(takeAnswers(`${text}more`)).toEqual({
    answers: [{ status: "200", text }],
    rest: "more",
  });
});

const rules = readFileSync(
  new URL("../../lessons/03-frames/rules.ts", import.meta.url),
  "utf8",
);

test("there is a mistake for each rule, with the rule's section", () => {
  const stated = [...rules.matchAll(/^ {2}(FRAME_\w+): .*\/\/ (§\S+)$/gm)];

  const shown = mistakes.map((mistake) => [
    judge(mistake)?.error.code,
    mistake.section,
  ]);

  expect(stated).toHaveLength(9);
  expect(shown.sort()).toEqual(
    stated.map(([, code, section]) => [code, section]).sort(),
  );
});

test("each mistake shows before the last of its bytes", () => {
  const late = mistakes.filter((mistake) => {
    const afterBytes = judge(mistake)?.afterBytes ?? Infinity;
    return afterBytes >= mistake.bytes.length;
  });

  expect(late).toEqual([]);
});
