import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";

describe("the linter", () => {
  const root = join(import.meta.dirname, "../..");
  const lines = readFileSync(join(root, "lessons/07-channels/main.ts"), "utf8");
  const linter = new ESLint({
    cwd: root,
    overrideConfigFile: "test/eslint.config.js",
  });

  async function complaints(text: string): Promise<(string | null)[]> {
    const filePath = join(root, "lessons/07-channels/main.ts");
    const [result] = await linter.lintText(text, { filePath });
    return result?.messages.map(({ ruleId }) => ruleId) ?? [];
  }

  test("is content with the demo", { timeout: 60_000 }, async () => {
    expect(await complaints(lines)).toEqual([]);
  });

  test.each([
    ["send", "await lines.send(line);", "lines.send(line);"],
    [
      "receive",
      "const line = await lines.receive();",
      'const line = "";\n  lines.receive();',
    ],
    [
      "next",
      "const line = await lines.receive();",
      'const line = "";\n  lines.next();',
    ],
  ])(
    "catches a %s that nobody awaits",
    { timeout: 60_000 },
    async (_name, awaited, floating) => {
      const text = lines.replace(awaited, floating);

      expect(text).not.toBe(lines);
      expect(await complaints(text)).toEqual([
        "@typescript-eslint/no-floating-promises",
      ]);
    },
  );
});
