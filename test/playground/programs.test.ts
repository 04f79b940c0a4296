import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "prettier";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { findFences, isOutput } from "../../docs/fences.ts";
import { type Lesson, listLessons } from "../../lessons/course.ts";
import { findDemos } from "../../playground/programs/demos.ts";
import { flatten } from "../../playground/programs/flatten.ts";
import { isOfMuseum, type Program } from "../../playground/programs/program.ts";
import {
  openSources,
  type Sources,
} from "../../playground/programs/sources.ts";
import { loader } from "../support/loader.ts";
import { coursePrograms } from "./course.fixture.ts";
import { compiled } from "../support/quick-hooks.js";

const root = join(import.meta.dirname, "../..");
const lessons = listLessons().filter(({ number }) => number >= 6);
const runtimeLessons = lessons.filter(({ number }) => number <= 13);
const museum = join(root, "lessons/13-schedules/museum");

const programs = await coursePrograms();
const byId = new Map(programs.map((program) => [program.id, program]));

// Below the project, so that it finds "rendezvous", and where git does not look.
const folder = join(root, ".cache/programs");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** The names that a lesson itself says it has. */
const names = new Map(
  runtimeLessons.map((each) => [each.number, namesOf(each)]),
);

function textOf(id: string): string {
  const program = byId.get(id);
  if (program) return program.text;
  throw new Error(`expected a program ${id}`);
}

function namesOf({ number }: Lesson): string[] {
  const run = ["--import", loader, join(root, "lessons/run.ts")];
  const { stderr } = spawnSync(
    process.execPath,
    [...run, String(number), "nosuch"],
    { encoding: "utf8" },
  );
  const [, names = ""] = /demos (.*), got/.exec(stderr) ?? [];
  return names.split(", ");
}

describe("there is a program", () => {
  test.each(runtimeLessons)("for each demo of $name", (lesson) => {
    const lists = ["list", "museum"];
    const expected = (names.get(lesson.number) ?? [])
      .filter((name) => !lists.includes(name))
      .map((name) => `${lesson.number}-${name}`);
    const found = programs.filter(({ id }) =>
      id.startsWith(`${lesson.number}-`),
    );
    const plain = found.filter(({ id }) => !id.endsWith("-mended"));

    expect(plain.map(({ id }) => id)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(1);
    for (const { group } of found) {
      expect(group).toBe(`${lesson.number}. ${lesson.title}`);
    }
  });

  test("for each mend of the gallery", () => {
    const mends = readdirSync(join(root, "lessons/12-deadlock/demo/mended"));
    const expected = mends.map((file) => `12-${file.slice(0, -3)}-mended`);

    expect(mends.length).toBeGreaterThan(10);
    for (const id of expected) expect(byId.has(id), id).toBe(true);
  });

  test("for each kernel of the museum, and for its mend", () => {
    const names = readdirSync(museum)
      .filter((file) => /-\d+\.ts$/.test(file))
      .map((file) => file.slice(0, -3));
    const expected = names.flatMap((name) => [name, `${name}-mended`]);
    const found = programs.filter(isOfMuseum);

    expect(found.map(({ id }) => id).sort()).toEqual(expected.sort());
  });
});

describe("a program", () => {
  test("has an id of its own, and a title in its group", () => {
    const titles = programs.map(({ group, title }) => `${group}/${title}`);

    expect(byId.size).toBe(programs.length);
    expect(new Set(titles).size).toBe(programs.length);
  });

  test("is titled by its demo, and by what it is about", () => {
    expect(programs.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        "room: Two come before the room is ready, one after it",
        "lone-send: A letter is held out over the counter, and nobody stands behind it",
        "lone-send, mended: there is a clerk before there is a letter",
        "moby-4395: a helper that does something in a goroutine (Docker, 2014)",
        "moby-4395, mended: make the channel with room for the one error",
      ]),
    );
  });

  test.each(programs)("$id is a file of its own", ({ text }) => {
    const imports = text.match(/^import\b/gm);
    const sources = [...text.matchAll(/\bfrom "(.*)";$/gm)].map(([, at]) => at);

    expect(imports).toHaveLength(1);
    expect(sources).toEqual(["rendezvous"]);
    expect(text).not.toMatch(/^export\b|#(end)?region\b|\brunDemo\b/m);
  });

  const kernels = programs.filter(isOfMuseum);
  test.each(kernels)("$id tells its story in lines of 80", ({ text }) => {
    const [header = "", ...rest] = text.split("\n\n");
    const lengths = header.split("\n").map((line) => line.length);

    expect(header).toMatch(/^\/\/ .+, 20\d\d: .+\n\/\/\n\/\/ ./);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(80);
    expect(rest.at(-1)).toMatch(/^main\(/);
  });

  test("compiles as strictly as the project does; a false one does not", () => {
    const text = `${textOf("6-asleep")}export const bob: number = "bob";\n`;

    expect(errorsOf([...programs, { id: "false", text }])).toEqual([
      "/playground/false.ts: Type 'string' is not assignable to type 'number'.",
    ]);
  });
});

/** What the compiler says of the programs, beside what the playground has. */
function errorsOf(programs: readonly Pick<Program, "id" | "text">[]): string[] {
  const globals = join(root, "playground/compiler/globals.d.ts");
  const pathOf = (id: string) => join(root, `playground/${id}.ts`);
  const texts = new Map(programs.map(({ id, text }) => [pathOf(id), text]));
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
    readFileSync(path, "utf8"),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, types: [] },
    root,
  );
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  const program = ts.createProgram([globals, ...texts.keys()], options, host);
  return [...texts.keys()].flatMap((path) =>
    [
      ...program.getSyntacticDiagnostics(program.getSourceFile(path)),
      ...program.getSemanticDiagnostics(program.getSourceFile(path)),
    ].map(({ messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, "\n");
      return `${path.slice(root.length)}: ${message}`;
    }),
  );
}

const command = /^npm run lesson (?<number>\d+) ?(?<words>.*)$/;

/** What the lessons' pages show of their demos. */
const shown = runtimeLessons.flatMap((lesson) => {
  const page = readFileSync(join(lesson.folder, "README.md"), "utf8");
  return findFences(page)
    .filter(isOutput)
    .flatMap(({ source, body }) => {
      const words = command.exec(source)?.groups?.["words"];
      if (words === undefined) return [];
      const name =
        words === "" ? names.get(lesson.number)?.[0] : words.replace(" ", "-");
      const id = `${lesson.number}-${name}`;
      return byId.has(id) ? [{ id, body }] : [];
    });
});

/** A report says where it happened; the program is another file. */
function withoutPlaces(output: string): string {
  return output.replace(/\S+\.ts:\d+:\d+/g, "PLACE");
}

describe("a program prints what the page shows of its demo", () => {
  test("and most demos are shown", () => {
    expect(shown.length).toBeGreaterThan(20);
  });

  const patience = { timeout: 60_000, retry: 2 };
  test.concurrent.each(shown)("$id", patience, async ({ id, body }) => {
    const printed = await runProgram(id);

    expect(withoutPlaces(printed)).toBe(withoutPlaces(body));
  });
});

// Both streams into one file, as they were written.
async function runProgram(id: string): Promise<string> {
  const path = join(folder, `${id}.ts`);
  writeFileSync(path, textOf(id));
  await compiled(path, pathToFileURL(path).href);
  const output = openSync(`${path}.txt`, "a");
  const child = spawn(process.execPath, ["--import", loader, path], {
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    stdio: ["ignore", output, output],
  });
  const [status] = (await once(child, "exit")) as [number];
  closeSync(output);
  const text = readFileSync(`${path}.txt`, "utf8");
  return status === 0 ? text : `${text}exit status ${status}\n`;
}

/** The folder of a lesson that has these files. */
function lessonOf(files: Record<string, string>): string {
  const lesson = mkdtempSync(join(folder, "lesson-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(lesson, name)), { recursive: true });
    writeFileSync(join(lesson, name), text);
  }
  made.push(join(lesson, "main.ts"));
  return lesson;
}

// All are written before one is looked at: the compiler starts once.
const made: string[] = [];
let sources: Sources | undefined;

/** The first demo of the lesson, as one program. */
function flattened(lesson: string): Promise<string> {
  sources ??= openSources(made);
  const [plan] = findDemos(
    { number: 6, name: "", folder: lesson, title: "", asides: [] },
    sources,
  );
  if (!plan || plan.from.is === "file") throw new Error("expected a demo");
  return format(flatten(plan.from, sources).text, { parser: "typescript" });
}

const entry = `import { evening } from "./evening.ts";
await runDemo({ evening });`;

describe("a demo in several files", () => {
  const shops = lessonOf({
    "main.ts": `import { main as start } from "rendezvous";
import { close as shut } from "./demo/door.ts";
import { close } from "./demo/shop.ts";

await runDemo({ evening });

function evening() {
  // #region evening
  start(() => shut()); // first of all
  close({ shut });
  // #endregion evening
}`,
    "demo/door.ts": `// A door.

type State = "open" | "shut"; // and nothing between
let door: State = "open";

export function close(): void {
  door = "shut";
  console.log(door);
}

/** Nobody opens it. */
export function open(): void {}
`,
    "demo/shop.ts": `import type { Channel } from "rendezvous";

/** Closes the shop. */
export function close(
  parts: { shut(): void },
  bell?: Channel<void>,
): void {
  bell?.close();
  parts.shut();
}
`,
  });

  test("becomes one, where each thing has a name of its own", async () => {
    const text = await flattened(shops);

    expect(text).toBe(`import { type Channel, main } from "rendezvous";

type State = "open" | "shut"; // and nothing between
let door: State = "open";

function close(): void {
  door = "shut";
  console.log(door);
}

/** Closes the shop. */
function shopClose(parts: { shut(): void }, bell?: Channel<void>): void {
  bell?.close();
  parts.shut();
}

main(() => close()); // first of all
shopClose({ shut: close });
`);
  });

  const early = lessonOf({
    "main.ts": entry,
    "evening.ts": `import { now } from "rendezvous";
export async function evening() {
  if (now() > 0) return;
  console.log("it begins");
}`,
  });

  test("is called if its body returns", async () => {
    const text = await flattened(early);

    expect(text).toContain("async function evening() {\n  if");
    expect(text).toMatch(/\n\nawait evening\(\);\n$/);
  });

  const timed = lessonOf({
    "main.ts": entry,
    "evening.ts": `import { now } from "rendezvous";
export function evening() {
  const time = now();
  print(time);
}
function print(text: number) { console.log(text, time); }
const time = "o'clock";`,
  });

  test("is called if its body has a name that stands outside", async () => {
    const text = await flattened(timed);

    expect(text).toMatch(/\n\nevening\(\);\n$/);
  });

  const arrow = lessonOf({
    "main.ts": `import { now } from "rendezvous";
await runDemo({ evening: () => { console.log(now()); } });`,
  });

  test("is called where it stands if it is an arrow with a body", async () => {
    const text = await flattened(arrow);

    expect(text).toBe(`import { now } from "rendezvous";

await (() => {
  console.log(now());
})();
`);
  });

  const bell = lessonOf({
    "main.ts": entry,
    "evening.ts": `import { main } from "rendezvous";
import { wait } from "./bell.ts";
export const evening = () => main(wait);`,
    "bell.ts": `import { setTimeout as later } from "./clock.ts";
export function wait() { setTimeout(later, 10); }`,
    "clock.ts": `export function setTimeout() { console.log("it rings"); }`,
  });

  test("does not take the name of what the playground knows", async () => {
    const text = await flattened(bell);

    expect(text).toContain("function clockSetTimeout()");
    expect(text).toContain("setTimeout(clockSetTimeout, 10)");
  });
});

describe("a demo is refused", () => {
  const refused = [
    {
      why: "that needs Node",
      evening: `export function evening() { process.exit(1); }`,
      got: 'the unknown name "process"',
    },
    {
      why: "that needs a module of Node",
      evening: `import { once } from "node:events";
export function evening() { console.log(once); }`,
      got: 'the unknown name "once"',
    },
    {
      why: "that reaches into the runtime",
      evening: `import { host } from "${root}/lessons/06-goroutines/host.ts";
export function evening() { host.exit(1); }`,
      got: 'the name "host", which "rendezvous" does not export',
    },
    {
      why: "with a file that acts by itself",
      evening: `export function evening() { console.log(guests); }
const guests: string[] = [];
guests.push("bob");`,
      got: 'a file that acts by itself: guests.push("bob");',
    },
    {
      why: "that names a whole module",
      evening: `import * as all from "rendezvous";
export function evening() { all.main(() => undefined); }`,
      got: 'a module by the name "all"',
    },
    {
      why: "with a new name that is a local one already",
      evening: `import { main as start } from "rendezvous";
export function evening() { start((main = 1) => start(() => main)); }`,
      got: '"main", which a local thing is called too',
    },
    {
      why: "that imports in the middle",
      evening: `export async function evening() { await import("./x.ts"); }`,
      got: 'an import in the middle: import("./x.ts")',
    },
  ];

  const cases = refused.map(({ evening, ...rest }) => ({
    lesson: lessonOf({ "main.ts": entry, "evening.ts": evening }),
    ...rest,
  }));

  test.each(cases)("$why", async ({ lesson, got }) => {
    await expect(async () => flattened(lesson)).rejects.toThrow(got);
  });
});
