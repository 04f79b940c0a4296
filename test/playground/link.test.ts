import fc from "fast-check";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { hashOf, readLink, type Shared } from "../../playground/link.ts";

const refusal =
  "expected a link as Share makes it, got one that was cut or changed on its way";

async function opened(hash: string): Promise<Shared | undefined> {
  const link = await readLink("", hash);
  return link?.kind === "shared" ? link.shared : undefined;
}

/** A link that says `value`, whatever that is. */
function linkOf(value: string | Uint8Array): string {
  return `#shared=${deflateSync(value).toString("base64url")}`;
}

const program = `import { go } from "rendezvous";
go("Zoë 🌍", () => console.log("\u2028", "\ud800"));
`;
const shared: Shared = { text: program, seed: 2 ** 32 - 1 };

const anything = fc.record(
  {
    text: fc.string({ unit: "binary", maxLength: 500 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    schedule: fc.string(),
    id: fc.string(),
  },
  { requiredKeys: ["text", "seed"] },
);

describe("a link", () => {
  test("says what was shared, whatever that is", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (given) => {
        expect(await opened(await hashOf(given))).toEqual(given);
      }),
      { numRuns: 60 },
    );
  });

  test("says a program in any writing, with halves of letters", async () => {
    expect(await opened(await hashOf(shared))).toEqual(shared);
  });

  test("keeps the default order apart from none", async () => {
    expect(await opened(await hashOf({ ...shared, schedule: "" }))).toEqual({
      ...{ ...shared, schedule: "" },
    });
  });

  test("needs no letter that an address or a chat would change", async () => {
    const hash = await hashOf({ text: program.repeat(50), seed: 1 });

    expect(hash).toMatch(/^#shared=[\w-]+$/);
  });

  test("of a program of the course is its name, and its order", async () => {
    expect(await readLink("?program=7-room", "")).toEqual({
      ...{ kind: "program", id: "7-room" },
    });
    expect(await readLink("?program=7-room&schedule=5:1,9:2", "")).toEqual({
      ...{ kind: "program", id: "7-room", schedule: "5:1,9:2" },
    });
  });

  test("that shares a program goes before one that names another", async () => {
    const link = await readLink("?program=7-room", await hashOf(shared));

    expect(link).toEqual({ kind: "shared", shared });
  });

  test.each([
    ["", ""],
    ["", "#"],
    ["?other=1", "#a-heading"],
  ])("is none: %s %s", async (search, hash) => {
    expect(await readLink(search, hash)).toBe(undefined);
  });
});

describe("a link is refused in one sentence", () => {
  test("wherever it was cut", async () => {
    const hash = await hashOf(shared);
    const cuts = Array.from(hash.slice("#shared=".length), (_, at) =>
      hash.slice(0, "#shared=".length + at),
    );

    const answers = await Promise.allSettled(cuts.map(opened));

    expect(answers.length).toBeGreaterThan(100);
    for (const answer of answers) {
      expect(answer).toEqual({ status: "rejected", reason: Error(refusal) });
    }
  });

  test("whichever of its letters was changed", async () => {
    const hash = await hashOf(shared);
    const wrong = Array.from(hash.slice("#shared=".length), (letter, at) => {
      const place = "#shared=".length + at;
      const other = letter === "b" ? "c" : "b";
      return hash.slice(0, place) + other + hash.slice(place + 1);
    });

    const answers = await Promise.allSettled(wrong.map(opened));

    // The last letter has bits to spare: without them it says the same.
    const values = answers.flatMap((each) =>
      each.status === "fulfilled" ? [each.value] : [],
    );
    expect(values.length).toBeLessThanOrEqual(1);
    for (const value of values) expect(value).toEqual(shared);
  });

  test.each([
    ["no letters", "#shared="],
    ["letters that are none of ours", "#shared=%%%"],
    ["nothing that was deflated", "#shared=aGVsbG8"],
    ["no JSON", linkOf("{")],
    [
      "no text in UTF-8",
      linkOf(Buffer.from('{"text":"\xff","seed":1}', "latin1")),
    ],
    ["no object", linkOf("null")],
    ["a list", linkOf("[]")],
    ["no program", linkOf('{"seed":1}')],
    ["a program that is no text", linkOf('{"text":1,"seed":1}')],
    ["no seed", linkOf('{"text":""}')],
    ["a seed below 0", linkOf('{"text":"","seed":-1}')],
    ["a seed above all", linkOf('{"text":"","seed":4294967296}')],
    ["half a seed", linkOf('{"text":"","seed":0.5}')],
    ["a seed in words", linkOf('{"text":"","seed":"1"}')],
  ])("that says %s", async (_, hash) => {
    await expect(opened(hash)).rejects.toThrow(refusal);
  });

  test("that unfolds to twenty million bytes, at once", async () => {
    const hash = linkOf('{"text":"","seed":1}'.padEnd(20_000_000));
    expect(hash.length).toBeLessThan(150_000);

    const start = performance.now();
    await expect(opened(hash)).rejects.toThrow(refusal);

    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test("that is longer than any that was made here", async () => {
    const hash = `#shared=${"A".repeat(10_000_000)}`;

    await expect(opened(hash)).rejects.toThrow(refusal);
  });
});

test("a link has none of what else was packed into it", async () => {
  const hash = linkOf(
    '{"text":"a","seed":1,"schedule":5,"id":{},"__proto__":{"x":1},"y":2}',
  );

  expect(await opened(hash)).toStrictEqual({ text: "a", seed: 1 });
});

test.each([
  ["too long", "a".repeat(2_000_000)],
  ["too varied", Array.from({ length: 40_000 }, () => Math.random()).join("")],
])("a program that is %s for a link is not shared", async (_, text) => {
  await expect(hashOf({ text, seed: 1 })).rejects.toThrow(
    `expected a program that fits into a link, got one of ${text.length} characters`,
  );
});
