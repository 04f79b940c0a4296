import assert from "node:assert/strict";

type Attempt = typeof import("./1-whole-characters.solution.ts");

export default function check({ wholeLength }: Attempt): void {
  for (const text of ["Hello", "héllo", "10 €", "🌍", "a🌍é€z", "日本語"]) {
    checkEveryCut(text, wholeLength);
  }
}

function checkEveryCut(
  text: string,
  wholeLength: Attempt["wholeLength"],
): void {
  const bytes = new TextEncoder().encode(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const fragment = bytes.subarray(0, cut);
    // A replacement character at the end is what became of the cut one.
    const shown = new TextDecoder().decode(fragment).replace(/\ufffd+$/, "");
    const expected = new TextEncoder().encode(shown).length;
    const hex = Buffer.from(fragment)
      .toString("hex")
      .replace(/..(?=.)/g, "$& ");
    const found = wholeLength(fragment);
    assert.ok(
      found === expected,
      `of [${hex}], the first ${cut} bytes of "${text}", ${expected} should be whole characters ("${shown}"), got ${found}`,
    );
  }
}
