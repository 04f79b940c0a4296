import ts from "typescript";
import { describe, expect, test } from "vitest";
import { compile } from "../../playground/compiler/compile.ts";
import { coursePrograms } from "./course.fixture.ts";

const programs = await coursePrograms();

/** The code of a program that has one. */
function codeOf(text: string): string {
  const { code, problems } = compile(text);
  if (code === undefined) throw new Error(JSON.stringify(problems));
  return code;
}

/** The code behind the wrapper's beginning: as long as the program. */
function bodyOf(text: string): string {
  const end = "\n})\n//# sourceURL=program.ts";
  const code = codeOf(text);
  expect(code.endsWith(end)).toBe(true);
  return code.slice(0, -end.length).slice(-text.length || code.length);
}

/** The names and words of `code`, and where they stand. */
function tokensOf(code: string): { word: string; at: number }[] {
  const tokens: { word: string; at: number }[] = [];
  const file = ts.createSourceFile("", code, ts.ScriptTarget.ES2023);
  const visit = (node: ts.Node): void => {
    const isWord = ts.isIdentifier(node) || ts.isLiteralExpression(node);
    if (isWord)
      tokens.push({ word: node.getText(file), at: node.getStart(file) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return tokens;
}

/** What the code of `text` gives, called with `given`. */
async function result(text: string, given: object = {}): Promise<unknown> {
  const body = (0, eval)(codeOf(text)) as (given: object) => Promise<unknown>;
  return body(given);
}

/** The refused parts of a program, and why. */
function refused(text: string): [string, string][] {
  return (compile(text).problems ?? []).map(({ from, to, message }) => [
    text.slice(from, to),
    message,
  ]);
}

describe("the code of a program", () => {
  test("has each word of it where it was, in all programs of the course", () => {
    const moved = programs.flatMap(({ id, text }) => {
      const body = bodyOf(text);
      expect(body.split("\n").length, id).toBe(text.split("\n").length);
      return tokensOf(body)
        .filter(({ word, at }) => !text.startsWith(word, at))
        .map(({ word }) => `${id}: ${word}`);
    });

    expect(programs.length).toBeGreaterThan(100);
    expect(moved).toEqual([]);
  });

  test("has its lines where lines end as on Windows", async () => {
    const text = [
      'import {\r\n  go,\r\n} from "rendezvous";',
      "const a: number = 1;",
      "return new Error().stack;",
    ].join("\r\n");

    const stack = (await result(text)) as string;

    expect(stack).toContain("program.ts:5:8");
    expect(bodyOf(text).match(/\r\n/g)).toHaveLength(4);
  });

  test("says its line and column where it fails", async () => {
    const text = `const a: number = 1;\n\n  throw new Error(String(a));`;

    await expect(result(text)).rejects.toMatchObject({
      stack: expect.stringContaining("program.ts:3:9") as string,
    });
  });

  test("is there for a program whose first line is code", async () => {
    expect(await result("return 6 * 7;")).toBe(42);
  });

  test("is there for a program without a word", async () => {
    expect(await result("")).toBe(undefined);
    expect(await result("// nothing")).toBe(undefined);
  });

  test("is named program.ts, also if the program says another name", () => {
    const names = codeOf("//# sourceURL=other.ts\nf();\n//# sourceURL=x.ts");

    expect(names.split("\n").at(-1)).toBe("//# sourceURL=program.ts");
  });

  test("is strict, as a module is", async () => {
    await expect(result("undeclared = 1;")).rejects.toThrow(ReferenceError);
  });

  test("leaves out the line that tells a shell how to run it", async () => {
    expect(await result("#!/usr/bin/env node\nreturn 1;")).toBe(1);
  });
});

describe("an import", () => {
  const given = { go: "go!", select: "select!" };

  test("binds the names that the program uses", async () => {
    const text = `import { go, select as choose } from "rendezvous";
      return [go, choose];`;

    expect(await result(text, given)).toEqual(["go!", "select!"]);
  });

  test("of everything is everything", async () => {
    const text = `import * as all from "rendezvous";\nreturn all;`;

    expect(await result(text, given)).toBe(given);
  });

  test("of everything may be called rendezvous", async () => {
    const text = `import * as rendezvous from "rendezvous";
      return rendezvous.go;`;

    expect(await result(text, given)).toBe("go!");
  });

  test("leaves the program every name of its own", async () => {
    const text = `import { go } from "rendezvous";
      const rendezvous = go, $rendezvous = 1;
      return [rendezvous, $rendezvous];`;

    expect(await result(text, given)).toEqual(["go!", 1]);
  });

  test.each([
    ["marked as a type", `import { type Received } from "rendezvous";`],
    ["all marked as types", `import type { Received } from "rendezvous";`],
    ["a type by its use", `import { Received } from "rendezvous";`],
    ["all of a namespace", `import type * as Received from "rendezvous";`],
  ])("binds no name that is %s", async (_, line) => {
    const text = `${line}
      // Received, in words
      const x: Received<number> = { Received: "Received" } as never;
      return x.Received + \`Received\`;`;

    expect(codeOf(text).split("\n")[0]).not.toContain("Received");
    expect(await result(text)).toBe("ReceivedReceived");
  });

  test("of a type has no value, also where the program wants one", async () => {
    const text = `import { type go } from "rendezvous";
      return typeof go;`;

    expect(await result(text, given)).toBe("undefined");
  });

  test("binds a name that only a template or a short property uses", async () => {
    const text = `import { go, select } from "rendezvous";
      return [\`\${go}\`, { select }];`;

    expect(await result(text, given)).toEqual(["go!", { select: "select!" }]);
  });

  test("binds a name that the program writes in another way", async () => {
    const text = `import { go } from "rendezvous";\nreturn g\\u006f;`;

    expect(await result(text, given)).toBe("go!");
  });

  test("does not make one of the statements on either side", async () => {
    const text = `const f = () => { throw new Error("called"); }
f
import { go } from "rendezvous"
(go)
return go`;

    expect(await result(text, given)).toBe("go!");
  });

  test("of a name in quotes binds that name and does nothing else", async () => {
    const text = `import { "a: x } = {}; hit(); const { b" as q } from "rendezvous";
      return q;`;
    const name = "a: x } = {}; hit(); const { b";

    expect(await result(text, { [name]: 7 })).toBe(7);
  });
});

describe("a program is refused in one sentence, at its place", () => {
  const exportsNothing =
    "expected a program that exports nothing, got an export";
  const leaveOut =
    "expected a program that exports nothing, got `export`: leave it out";
  const atTop = 'expected imports at the top of the program, from "rendezvous"';
  const unerasable =
    "expected TypeScript that runs once its types are taken out, got an enum, a namespace, a parameter property or `<T>value`";

  test.each([
    ["export const a = 1;", "export", leaveOut],
    ["export default function f() {}", "export", leaveOut],
    ["export type A = 1;", "export", leaveOut],
    ["const a = 1; export { a };", "export { a };", exportsNothing],
    ['export * from "x";', 'export * from "x";', exportsNothing],
    ["export default 1;", "export default 1;", exportsNothing],
    ["const a = 1; export = a;", "export = a;", exportsNothing],
    ['await import("x");', "import", `${atTop}, got import()`],
    ['await import.defer("x");', "import.defer", `${atTop}, got import()`],
    [
      'if (a) { import { go } from "rendezvous"; }',
      'import { go } from "rendezvous";',
      `${atTop}, got one in a block`,
    ],
    [
      "console.log(import.meta.url);",
      "import.meta",
      "expected a program without import.meta: here it has no file",
    ],
    [
      'import all from "rendezvous";',
      'import all from "rendezvous";',
      'expected names in braces, got a default import: "rendezvous" has none',
    ],
    ["enum A { one }", "enum A { one }", unerasable],
    ["const enum A { one }", "const enum A { one }", unerasable],
    ["export enum A { one }", "export", leaveOut],
    [
      "namespace A { const a = 1; }",
      "namespace A { const a = 1; }",
      unerasable,
    ],
    ["namespace A { export {} }", "namespace A { export {} }", unerasable],
    ["class A { constructor(readonly a: 1) {} }", "readonly", unerasable],
    ["const a = <number>b;", "<number>b", unerasable],
    ['import a = require("a");', 'import a = require("a");', unerasable],
    [
      "@sealed class A {}",
      "@sealed",
      "expected TypeScript that runs once its types are taken out, got a decorator",
    ],
  ])("%s", (text, part, message) => {
    expect(refused(text)).toEqual([[part, message]]);
  });

  test.each(["node:fs", "ws", "./other.ts"])("import from %s", (from) => {
    const line = `import { a } from "${from}";`;

    expect(refused(`a();\n${line}`)).toEqual([
      [
        line,
        `expected imports from "rendezvous" alone, got "${from}": the playground has the runtime of lessons 6 to 13, and neither packages, files nor servers`,
      ],
    ]);
  });

  test.each([
    "declare enum A { one }",
    'declare module "x" { export const a: 1; }',
    "declare namespace A { export const a: 1; }",
    'let a: typeof import("node:fs");',
    "const text = \"import fs from 'fs'; export {}\"; // export enum A {}",
  ])("and not for what is gone when it runs: %s", (text) => {
    expect(compile(text).problems).toBe(undefined);
  });

  test("for what TypeScript cannot read, in its own words", () => {
    expect(refused("const a = (1;")).toEqual([[";", "')' expected."]]);
    expect(refused("export const a = (1;")).toHaveLength(1);
  });
});

describe("no program ends its wrapper", () => {
  test.each([
    "})",
    "}); hit(); (async () => {",
    "}, hit()); ((",
    "/*",
    "`",
    "`${",
    '"',
    "/[",
    "if (a) {",
    "*/ hit(); /*",
  ])("by %s", (text) => {
    expect(compile(text).problems?.length).toBeGreaterThan(0);
  });

  test("by a comment at its end", async () => {
    expect(await result("return 1; // })")).toBe(1);
  });
});
