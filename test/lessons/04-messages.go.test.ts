import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { opcodes } from "../../lessons/03-frames/frame.ts";
import { describeWith } from "../support/needs.ts";
import { fragments, fromHex, refusal } from "./04-messages.frames.ts";

const lesson = join(import.meta.dirname, "../../lessons/04-messages");

describeWith("go", "the Go original", (go) => {
  test("refuses the same texts at the same byte as the assembler", () => {
    const printed = execFileSync(go, ["run", "main.go"], {
      cwd: lesson,
      encoding: "utf8",
    });

    const verdicts = [
      ...printed.matchAll(
        /^((?:[\da-f]{2} )+) +(is ".*"|fails at byte \d|fails at its end)$/gm,
      ),
    ].map(([, bytes = "", verdict = ""]) => ({ bytes, verdict }));

    expect(verdicts).toHaveLength(6);
    expect(verdicts.map(({ bytes }) => ours(fromHex(bytes)))).toEqual(
      verdicts.map(({ verdict }) => verdict.replace(/is .*/, "is text")),
    );
  });
});

function ours(bytes: Uint8Array): string {
  const cuts = Array.from(bytes, (_, i) => i + 1);
  const refused = refusal(fragments(opcodes.text, bytes, cuts));
  if (!refused) return "is text";
  if (refused.at === bytes.length) return "fails at its end";
  return `fails at byte ${refused.at + 1}`;
}
