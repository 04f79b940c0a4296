import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { opcodes, ProtocolError } from "../../lessons/03-frames/frame.ts";
import {
  judge,
  last,
  more,
  offences,
  travel,
  utf8,
} from "../../lessons/04-messages/demo/offences.ts";

const modules = ["assembler", "close", "gather"].map((name) =>
  readFileSync(
    new URL(`../../lessons/04-messages/${name}.ts`, import.meta.url),
    "utf8",
  ),
);

test("there is an offence for each error, with the error's section", () => {
  const stated = modules
    .join("")
    .matchAll(/ProtocolError\(\s+"([A-Z\d_]+)",(?: \/\/ (§\S+))?$/gm);

  const shown = offences.map((offence) => {
    const verdict = judge(offence);
    const code = verdict instanceof ProtocolError ? verdict.code : undefined;
    return `${code} ${offence.section}`;
  });

  const expected = [...stated].map(([, code, section]) => `${code} ${section}`);
  expect(expected).toHaveLength(7);
  expect([...new Set(shown)].sort()).toEqual(expected.sort());
});

test("a fragment, a ping and the rest are these bytes on the wire", () => {
  const frames = [
    more(opcodes.text, utf8("h")),
    last(opcodes.ping, utf8("tick")),
    last(opcodes.continuation, utf8("i")),
  ];

  const bytes = frames.map((frame) =>
    Buffer.from(travel(frame).bytes).toString("hex"),
  );

  expect(bytes).toEqual(["010168", "89047469636b", "800169"]);
});

test("a frame is read as it was sent", () => {
  const frame = more(opcodes.text, utf8("héllo"));

  expect(travel(frame).frame).toEqual(frame);
});
