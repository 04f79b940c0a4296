import { createSystem, createVirtualCompilerHost } from "@typescript/vfs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { internals } from "../../playground/compiler/internals.ts";
import { options, Service } from "../../playground/compiler/service.ts";
import { coursePrograms, courseTypes } from "./course.fixture.ts";

const types = await courseTypes();
const programs = await coursePrograms();
const service = new Service(types);

const start = 'import { Channel, Mutex, background, go } from "rendezvous";\n';

/** What could stand at the end of `text`. */
function offered(text: string): string[] {
  const whole = start + text;
  return service.complete(whole, whole.length).entries.map(({ name }) => name);
}

/** What is said of `text`, and of which part of it. */
function said(text: string): [string, string][] {
  return service
    .diagnose(text)
    .map(({ from, to, message }) => [text.slice(from, to), message]);
}

/** The same types and the same options, and one checker for all programs. */
function saidOfAll(all: readonly { id: string; text: string }[]): string[] {
  const texts = all.map(({ id, text }) => [`/${id}.ts`, text] as const);
  const files = new Map([...Object.entries(types), ...texts]);
  const system = createSystem(files);
  const { compilerHost } = createVirtualCompilerHost(system, options, ts);
  const roots = ["/globals.d.ts", ...texts.map(([path]) => path)];
  const program = ts.createProgram(roots, options, compilerHost);
  return texts
    .flatMap(([path]) => {
      const file = program.getSourceFile(path);
      return [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ];
    })
    .map(({ file, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, "\n");
      return `${file?.fileName ?? ""}: ${message}`;
    });
}

describe("of what is wrong", () => {
  test("nothing is found in the programs of the course", () => {
    const found = programs
      .filter((_, index) => index % 30 === 0)
      .flatMap(({ text }) => said(text));

    expect(found).toEqual([]);
  });

  test("nothing is found in any of them, where all are read at once", () => {
    const wrong = { id: "wrong", text: `${start}const a: number = "a";` };

    expect(programs.length).toBeGreaterThan(100);
    expect(saidOfAll([...programs, wrong])).toEqual([
      "/wrong.ts: Type 'string' is not assignable to type 'number'.",
    ]);
  });

  test("a wrong type is found at its place", () => {
    const text = `${start}const numbers = new Channel<number>();
numbers.trySend("one");`;

    expect(said(text)).toEqual([
      [
        '"one"',
        "Argument of type 'string' is not assignable to parameter of type 'number'.",
      ],
    ]);
  });

  test("a value that may be missing is found, as strictly as in the course", () => {
    const text = `${start}const n = new Channel<number>().tryReceive();
console.log(n + 1);`;

    expect(said(text)).toEqual([["n", "'n' is possibly 'undefined'."]]);
  });

  test("nothing is found in a program that is empty", () => {
    expect(said("")).toEqual([]);
  });

  test("what the text was before is not found any more", () => {
    expect(said("const a: number = '';")).toHaveLength(1);
    expect(said("const a: number = 0;")).toEqual([]);
    expect(said("const a: number = '';")).toHaveLength(1);
  });

  test("an import that there is not is said once", () => {
    const line = 'import { readFileSync } from "node:fs";';

    expect(said(`${line}\nreadFileSync;`)).toEqual([
      [line, expect.stringMatching(/^expected imports from "rendezvous"/)],
    ]);
  });

  test("a name that is not exported is said where it stands", () => {
    expect(said('import { chan } from "rendezvous";\nchan;')).toEqual([
      ["chan", `Module '"rendezvous"' has no exported member 'chan'.`],
    ]);
  });

  test("what cannot be read is said once, in the words of TypeScript", () => {
    expect(said("const a = (1;")).toEqual([[";", "')' expected."]]);
  });

  test("what needs more than to lose its types is said once", () => {
    expect(said("enum Colour { red }")).toHaveLength(1);
  });

  test.each(["document", "window", "process", "fetch", "localStorage"])(
    "%s is found, and nothing to install is named",
    (name) => {
      expect(said(`${name};`)).toEqual([[name, `Cannot find name '${name}'.`]]);
    },
  );

  test("nothing is found in what Node and a worker both have", () => {
    const text = `console.log(performance.now());
const timer = setTimeout((n: number) => console.log(n), 10, 1);
clearTimeout(timer);
clearInterval(setInterval(() => undefined));
const controller = new AbortController();
controller.signal.addEventListener("abort", () => undefined);
controller.abort(new Error("enough"));
queueMicrotask(() => console.error(structuredClone(new Map())));
await Promise.all([1].map(async (n) => n));`;

    expect(said(text)).toEqual([]);
  });
});

describe("what could stand here", () => {
  test("of a channel is what a learner has been shown, and no more", () => {
    expect(offered("new Channel<number>().")).toEqual([
      ...["capacity", "close", "elementType", "isNil", "label", "length"],
      ...["next", "receive", "send", "sending", "toString"],
      ...["tryReceive", "trySend"],
    ]);
  });

  test("leaves out no name that nobody has", () => {
    const text = Object.values(types).join("\n");
    const unknown = [...internals].filter(
      (name) => !new RegExp(`^    [\\w ]*\\b${name}\\b`, "m").test(text),
    );

    expect(unknown).toEqual([]);
  });

  test("leaves out nothing that a program of the course uses of a channel", () => {
    const used = programs.flatMap(({ id, text }) =>
      ["canReceive", "canSend", "isDrained", "touch", "sendKey", "lastSender"]
        .filter((name) => text.includes(`.${name}`))
        .map((name) => `${id}: ${name}`),
    );

    expect(used).toEqual([]);
  });

  test("of an object of the learner's own is all of it", () => {
    expect(offered("({ take: 1, id: 2 }).")).toEqual(["id", "take"]);
  });

  test("begins where the word begins", () => {
    const text = `${start}new Channel().trySe`;
    const { from, entries } = service.complete(text, text.length);

    expect(text.slice(from)).toBe("trySe");
    expect(entries.map(({ name }) => name)).toContain("trySend");
  });

  test("is what was imported, before all that is global", () => {
    const names = offered("");

    expect(names.slice(0, 4)).toEqual(["background", "Channel", "go", "Mutex"]);
    expect(names).toContain("console");
    expect(names).not.toContain("document");
    expect(names.length).toBeLessThanOrEqual(500);
  });

  test("is nothing in words and in comments", () => {
    expect(offered('console.log("go')).toEqual([]);
    expect(offered("// go")).toEqual([]);
  });

  test("is described by its docstring", () => {
    const text = `${start}new Channel<number>().`;
    const hover = service.describe(text, text.length, "trySend");

    expect(hover?.signature).toContain("trySend(value: number): boolean");
    expect(hover?.documentation).toContain("Never waits.");
  });

  test("is not described where it is not", () => {
    expect(service.describe(start, start.length, "nobody")).toBe(undefined);
  });
});

describe("what a name is", () => {
  test("is told with its docstring, at its place", () => {
    const at = start.indexOf("go }");
    const hover = service.hover(start, at + 1);

    expect(hover).toMatchObject({ from: at, to: at + 2 });
    expect(hover?.signature).toContain("function go");
    expect(hover?.documentation).toContain("as a goroutine");
  });

  test("is not told of a place without a name", () => {
    expect(service.hover(`${start}  `, start.length)).toBe(undefined);
  });
});

test("a program is compiled as ever", () => {
  expect(service.compile("const a: 1 = 1;").code).toContain("const a    = 1;");
});
