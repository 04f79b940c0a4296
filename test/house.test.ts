import { isDeepStrictEqual } from "node:util";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { findFences, isOutput } from "../docs/fences.ts";
import { normalise, transcript } from "../docs/transcript.ts";
import { listPages, weaveList } from "../docs/weave.ts";
import { listLessons } from "../lessons/course.ts";
import { checkAnswer, listExercises } from "../lessons/exercise.ts";
import { loader } from "./support/loader.ts";
import { describeWith } from "./support/needs.ts";
import * as house from "./support/house.ts";

const root = join(import.meta.dirname, "..");
const tree = house.readTree();
const lessons = listLessons();

// Each rule, and a fault that it must see: a file of the tree, changed.
const rules: [name: string, rule: house.Rule, file: string, fault: Fault][] = [
  [
    "a lesson imports only earlier lessons",
    house.importsOnlyEarlierLessons,
    "lessons/02-handshake/handshake.ts",
    (text) => `import "../03-frames/frame.ts";\n${text}`,
  ],
  [
    "the lessons stand alone",
    house.lessonsStandAlone,
    "lessons/03-frames/frame.ts",
    (text) => `import "../../docs/fences.ts";\n${text}`,
  ],
  [
    "a demo is imported by nobody",
    house.demosAreLeaves,
    "lessons/02-handshake/handshake.ts",
    (text) => `import "../01-hello-http/main.ts";\n${text}`,
  ],
  [
    "a module does not log",
    house.modulesAreQuiet,
    "lessons/03-frames/frame.ts",
    (text) => `${text}\nconsole.log("a frame");`,
  ],
  [
    "a module does not read the process",
    house.modulesAreQuiet,
    "lessons/03-frames/frame.ts",
    (text) => `${text}\nexport const port = process.env.PORT;`,
  ],
  [
    "the runtime imports nothing of the platform",
    house.runtimeIsPlatformFree,
    "lessons/07-planted/planted.ts",
    () => `import { once } from "node:events";`,
  ],
  [
    "the runtime uses nothing of the page",
    house.runtimeIsPlatformFree,
    "lessons/13-planted/planted.ts",
    () => `document.title = "";`,
  ],
  [
    "a demo of the runtime imports the entrance alone",
    house.demosUseTheEntrance,
    "lessons/07-channels/main.ts",
    () => `import { Channel } from "./channel.ts";`,
  ],
  [
    "a demo of the runtime uses no name of a later lesson",
    house.demosUseTheEntrance,
    "lessons/07-channels/main.ts",
    () => `import { select } from "rendezvous";`,
  ],
  [
    "a lesson has its page, demo, module, test, break-it and exercises",
    house.lessonsAreComplete,
    "lessons/99-planted/planted.ts",
    () => "",
  ],
  [
    "an exercise has a check and a solution",
    house.lessonsAreComplete,
    "lessons/01-hello-http/exercises/3-planted.ts",
    () => "",
  ],
  [
    "nothing is taught and then unused",
    house.nothingIsTaughtInVain,
    "lessons/03-frames/planted.ts",
    () => "",
  ],
  [
    "a module that is only exported is unused",
    house.nothingIsTaughtInVain,
    "lessons/11-sync/demo/door.ts",
    () => "",
  ],
  [
    "a fence shows the file that it names",
    house.fencesShowTheirFiles,
    "lessons/01-hello-http/http.ts",
    (text) => text.replace("greeter(): Express", "hello(): Express"),
  ],
  [
    "a fence names a file that exists",
    house.fencesShowTheirFiles,
    "README.md",
    (text) => `${text}\n\`\`\`ts nosuch.ts\n\`\`\`\n`,
  ],
  [
    "a page holds no code of its own",
    house.fencesAreReadable,
    "README.md",
    (text) => `${text}\n\`\`\`ts\nlet x = 1;\n\`\`\`\n`,
  ],
  [
    "a code fence has at most 25 lines",
    house.fencesAreReadable,
    "README.md",
    (text) => `${text}\n\`\`\`ts x.ts\n${"x;\n".repeat(26)}\`\`\`\n`,
  ],
  [
    "a code fence has at most 80 columns",
    house.fencesAreReadable,
    "README.md",
    (text) => `${text}\n\`\`\`ts x.ts\n${"x".repeat(81)}\n\`\`\`\n`,
  ],
  [
    "a page has 600 to 1,200 words",
    house.pagesHaveMeasure,
    "lessons/01-hello-http/README.md",
    (text) => `${text}\n${"word ".repeat(1200)}`,
  ],
  [
    "a page ends as all of them end",
    house.pagesHaveMeasure,
    "lessons/01-hello-http/README.md",
    (text) => text.replace("## Break it", "## Other"),
  ],
  [
    "the prose is kind",
    house.proseIsKind,
    "README.md",
    (text) => `${text}\nThis is simply done.`,
  ],
  [
    "the lock file names no address",
    house.lockNamesNoAddress,
    "package-lock.json",
    (text) => `${text}\n"resolved": "https://example.org/x.tgz"`,
  ],
  [
    "the lock file names no folder that is not ours",
    house.lockNamesNoAddress,
    "package-lock.json",
    (text) => text.replace('"lessons/exec",', '"../elsewhere/exec",'),
  ],
  [
    "a package is pinned",
    house.packagesAreChosen,
    "package.json",
    (text) => text.replace(/"ws": "/, '"ws": "^'),
  ],
  [
    "a package that is not pinned is ours",
    house.packagesAreChosen,
    "package.json",
    (text) => text.replace("file:lessons/exec", "file:../elsewhere/exec"),
  ],
  [
    "a package without file: comes from elsewhere",
    house.packagesAreChosen,
    "package.json",
    (text) => text.replace("file:lessons/exec", "lessons/exec"),
  ],
  [
    "a package of ours is private",
    house.packagesAreChosen,
    "lessons/exec/package.json",
    (text) => text.replace('"private": true', '"private": false'),
  ],
  [
    "a package has a reason",
    house.packagesAreChosen,
    "docs/choices.md",
    (text) => text.replaceAll("`ws`", "it"),
  ],
  [
    "a break-it fits the file that it breaks",
    house.breakItsFit,
    "lessons/04-messages/gather.ts",
    (text) => text.replaceAll("this.#decoder", "this.#reader"),
  ],
  [
    "the front door is small",
    house.frontDoorIsSmall,
    "vitest.config.ts",
    () => "",
  ],
];

type Fault = (text: string) => string;

describe.each(rules)("%s", (_name, rule, file, fault) => {
  test("in the whole house", () => {
    expect(rule(tree)).toEqual([]);
  });

  test("and a planted fault is seen", () => {
    const planted = new Map(tree);
    planted.set(file, fault(tree.get(file) ?? ""));

    const before = new Set(rule(tree));
    expect(rule(planted).filter((fault) => !before.has(fault))).not.toEqual([]);
  });
});

describe("the lists of lessons", () => {
  test.each(["README.md", "lessons/README.md"])("in %s are woven", (file) => {
    const page = tree.get(file) ?? "";

    expect(page).toContain("<!-- lessons -->");
    expect(weaveList(page, dirname(join(root, file)))).toBe(page);
  });
});

describe("an example in a docstring is true", () => {
  test.each(house.findExamples(tree))(
    "$path:$line $expression",
    async (example) => {
      const [actual, expected] = await evaluate(example);

      expect(actual).toEqual(expected);
    },
  );

  test("and a false one is seen", async () => {
    const [actual, expected] = await evaluate({
      path: "lessons/01-hello-http/http.ts",
      line: 1,
      setup: "",
      expression: "greeting",
      expected: '"Good night!"',
    });

    expect(isDeepStrictEqual(actual, expected)).toBe(false);
  });
});

async function evaluate(example: house.Example): Promise<[unknown, unknown]> {
  const url = pathToFileURL(join(root, example.path)).href;
  const module = (await import(url)) as Record<string, unknown>;
  const body = `${example.setup}; return [await (${example.expression}), ${example.expected}]`;
  const run = new AsyncFunction(...Object.keys(module), body);
  return run(...Object.values(module));
}

const AsyncFunction = (async () => undefined).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<[unknown, unknown]>;

const outputs = listPages().flatMap((path) =>
  findFences(tree.get(path.slice(root.length + 1).replaceAll("\\", "/")) ?? "")
    .filter(isOutput)
    .map((fence) => ({
      where: `${path.slice(root.length + 1)}:${fence.line}`,
      command: fence.source,
      folder: dirname(path),
      body: fence.body,
    })),
);
const goOutputs = outputs.filter(({ command }) => command.startsWith("go "));
const nodeOutputs = outputs.filter((output) => !goOutputs.includes(output));

type Output = (typeof outputs)[number];

// Two at once: one sleeps while the other computes, and with more of them a demo
// that looks at the clock could not keep its order.
vi.setConfig({ maxConcurrency: 2 });

// Beside them run the other tests; a command that hangs is ended by its transcript
// long before. Where a machine has no time for it, a demo that looks at the clock
// may miss a beat: it is asked again.
const patience = { timeout: 120_000, retry: 2 };

async function compare({ command, folder, body }: Output): Promise<void> {
  const printed = await transcript(command, folder, { PORT: "0" }, loader);

  expect(normalise(body)).toBe(normalise(printed));
}

describe("an output fence is what the command prints", () => {
  test.concurrent.each(nodeOutputs)("$where $command", patience, compare);

  test("and a doctored one is seen", () => {
    const honest = "listening on http://localhost:8080\n";

    expect(normalise(honest)).toBe(normalise(honest.replace("8080", "9")));
    expect(normalise(honest)).not.toBe(normalise(`${honest}all is well\n`));
  });
});

describeWith("go", "an output fence is what the Go original prints", () => {
  test.concurrent.each(goOutputs)("$where $command", patience, compare);
});

const exercises = lessons.flatMap(listExercises);

describe("an exercise", () => {
  test.each(exercises)("$id fails before", async (exercise) => {
    const missing = await checkAnswer(exercise, exercise.start);

    expect(missing, "the start passes already: is it your answer?").toMatch(
      /\w/,
    );
  });

  test.each(exercises)("$id passes with its solution", async (exercise) => {
    const missing = await checkAnswer(exercise, exercise.solution);

    expect(missing).toBeUndefined();
  });
});
