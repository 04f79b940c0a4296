// The rules of the house, each a function from the tree to what breaks it. They
// take a tree and not the disk, so that the test can plant a fault and see the
// rule fail.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { sep } from "node:path";
import { applyPatch, parsePatch } from "diff";
import ts from "typescript";
import {
  findFences,
  isCode,
  isOutput,
  readRegion,
  type Fence,
} from "../../docs/fences.ts";

/** The files of the project: path from the root to text. */
export type Tree = ReadonlyMap<string, string>;

/** What breaks a rule, a sentence each, with the file first. */
export type Rule = (tree: Tree) => string[];

const root = join(import.meta.dirname.replaceAll(sep, "/"), "../..");
const notOurs = new Set(["node_modules", "dist", ".cache", ".git"]);
const binary = /\.(png|jpe?g|ico|woff2?)$/;

/** The project as it lies on the disk. */
export function readTree(folder = ""): Map<string, string> {
  const tree = new Map<string, string>();
  for (const name of readdirSync(join(root, folder))) {
    if (notOurs.has(name)) continue;
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) {
      for (const [file, text] of readTree(path)) tree.set(file, text);
    } else if (!binary.test(name)) {
      tree.set(path, readFileSync(join(root, path), "utf8"));
    }
  }
  return tree;
}

interface LessonFile {
  path: string;
  text: string;
  /** `03-frames`. */
  lesson: string;
  number: number;
  kind: "module" | "aside" | "demo" | "exercise" | "page" | "other";
}

function lessonFiles(tree: Tree): LessonFile[] {
  return [...tree].flatMap(([path, text]) => {
    const match = /^lessons\/((\d\d)-[^/]+)\/(.+)$/.exec(path);
    if (!match) return [];
    const [, lesson = "", number = "", file = ""] = match;
    return [{ path, text, lesson, number: Number(number), kind: kindOf(file) }];
  });
}

function kindOf(file: string): LessonFile["kind"] {
  if (file === "main.ts") return "demo";
  if (file === "README.md") return "page";
  if (/^exercises\/.*\.ts$/.test(file)) return "exercise";
  if (/^(?!demo|public|go)[^/]+\/[^/]+\.ts$/.test(file)) return "aside";
  return /^[^/]+\.ts$/.test(file) ? "module" : "other";
}

function imports(text: string): string[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
}

/** The paths, from the root, of what a file imports from the project. */
function importedPaths(path: string, text: string): string[] {
  return imports(text)
    .filter((name) => name.startsWith("."))
    .map((name) => normalize(join(dirname(path), name)));
}

function typescriptFiles(tree: Tree): [string, string][] {
  return [...tree].filter(([path]) => path.endsWith(".ts"));
}

// #region imports
/** A lesson imports only lessons of a lower number: order is dependency. */
export const importsOnlyEarlierLessons: Rule = (tree) =>
  lessonFiles(tree)
    .filter(({ path }) => path.endsWith(".ts"))
    .flatMap(({ path, text, lesson }) =>
      importedPaths(path, text)
        .map((imported) => /^lessons\/(\d\d-[^/]+)\//.exec(imported)?.[1])
        .filter((other) => other !== undefined && other > lesson)
        .map((other) => `${path} reaches forward into ${other}`),
    );
// #endregion imports

/** Everything stands on the lessons; they stand on nothing else of ours. */
export const lessonsStandAlone: Rule = (tree) =>
  typescriptFiles(tree)
    .filter(([path]) => path.startsWith("lessons/"))
    .flatMap(([path, text]) =>
      importedPaths(path, text)
        .filter((imported) => !imported.startsWith("lessons/"))
        .map((imported) => `${path} imports ${imported}`),
    );

/** A demo is told, never imported. */
export const demosAreLeaves: Rule = (tree) =>
  typescriptFiles(tree).flatMap(([path, text]) =>
    importedPaths(path, text)
      .filter((imported) => /^lessons\/[^/]+\/main\.ts$/.test(imported))
      .map((imported) => `${path} imports the demo ${imported}`),
  );

/** A module neither logs nor knows the process it runs in. */
export const modulesAreQuiet: Rule = (tree) =>
  lessonFiles(tree)
    .filter(({ kind }) => kind === "module" || kind === "aside")
    .flatMap(({ path, text }) =>
      globalsOf(path, text)
        .filter((name) => name === "console" || name === "process")
        .map((name) => `${path} uses ${name}`),
    );

const runtime = { first: 6, last: 13 };
const platform = new Set(["process", "Buffer", "window", "document", "self"]);

/** The runtime runs wherever JavaScript does: no Node, no page. */
export const runtimeIsPlatformFree: Rule = (tree) =>
  lessonFiles(tree)
    .filter(({ kind }) => kind === "module" || kind === "aside")
    .filter(({ number }) => number >= runtime.first && number <= runtime.last)
    .flatMap(({ path, text }) => [
      ...imports(text)
        .filter((name) => !name.startsWith("."))
        .map((name) => `${path} imports ${name}`),
      ...globalsOf(path, text)
        .filter((name) => platform.has(name))
        .map((name) => `${path} uses ${name}`),
    ]);

// Names used as values that are not a member of something: `process`, but not
// `options.process`.
function globalsOf(path: string, text: string): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isMember =
      parent && ts.isPropertyAccessExpression(parent) && parent.name === node;
    if (ts.isIdentifier(node) && !isMember) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return [...names];
}

/** What the entrance exports, each name with the module that introduces it. */
function entrance(tree: Tree): Map<string, string> {
  const text = tree.get("lessons/index.ts") ?? "";
  const source = ts.createSourceFile("", text, ts.ScriptTarget.Latest);
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier: from, exportClause: clause } = statement;
    if (!from || !ts.isStringLiteral(from)) continue;
    if (!clause || !ts.isNamedExports(clause)) continue;
    const path = normalize(join("lessons", from.text));
    for (const { name } of clause.elements) names.set(name.text, path);
  }
  return names;
}

/** A demo of the runtime is a program like any other, and gives nothing away. */
export const demosUseTheEntrance: Rule = (tree) => {
  const names = entrance(tree);
  return lessonFiles(tree)
    .filter(({ number }) => number >= runtime.first && number <= runtime.last)
    .filter(({ path }) => /\/(main\.ts|demo\/.*\.ts)$/.test(path))
    .flatMap(({ path, text, number }) => [
      ...importedPaths(path, text)
        .filter((other) => /^lessons\/\d\d-[^/]+\/[^/]+\.ts$/.test(other))
        .map((other) => `${path} imports ${other}, not "rendezvous"`),
      ...namesFromEntrance(path, text)
        .filter((name) => lessonOf(names.get(name)) > number)
        .map((name) => `${path} uses ${name}, which comes later`),
    ]);
};

function lessonOf(path = ""): number {
  return Number(/^lessons\/(\d\d)-/.exec(path)?.[1] ?? Infinity);
}

function namesFromEntrance(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const { moduleSpecifier: from, importClause } = statement;
    const named = importClause?.namedBindings;
    if (!ts.isStringLiteral(from) || from.text !== "rendezvous") return [];
    if (!named || !ts.isNamedImports(named)) return [];
    return named.elements.map((each) => (each.propertyName ?? each.name).text);
  });
}

/** A lesson is finished on the day it appears. */
export const lessonsAreComplete: Rule = (tree) => {
  const lessons = new Set(lessonFiles(tree).map(({ lesson }) => lesson));
  return [...lessons].flatMap((lesson) => {
    const folder = `lessons/${lesson}`;
    const missing = ["README.md", "main.ts", "break-it.diff"]
      .map((file) => `${folder}/${file}`)
      .filter((path) => !tree.has(path));
    const tests = [...tree.keys()].filter((path) =>
      path.startsWith(`test/lessons/${lesson}.`),
    );
    const modules = lessonFiles(tree).filter(
      (file) => file.lesson === lesson && file.kind === "module",
    );
    return [
      ...missing.map((path) => `${path} is missing`),
      ...(tests.length > 0
        ? []
        : [`test/lessons/${lesson}.test.ts is missing`]),
      ...(modules.length > 0 ? [] : [`${folder} introduces no module`]),
      ...missingExercises(tree, folder),
    ];
  });
};

const exercisesPerLesson = 2;

function missingExercises(tree: Tree, folder: string): string[] {
  const names = [...tree.keys()]
    .map((path) => /^(.+\/exercises\/\d-[\w-]+)\.ts$/.exec(path)?.[1])
    .filter((name) => name?.startsWith(`${folder}/`));
  const parts = names.flatMap((name) => [
    `${name}.solution.ts`,
    `${name}.check.ts`,
  ]);
  return [
    ...(names.length === exercisesPerLesson
      ? []
      : [`${folder} has ${names.length} exercises, not ${exercisesPerLesson}`]),
    ...parts
      .filter((path) => !tree.has(path))
      .map((path) => `${path} is missing`),
  ];
}

// The wire ends with lesson 5; what it teaches is used there, until the two
// halves of the course meet again.
const lastOfTheWire = "05-connection";

/** What a lesson introduces, the course as a whole uses. */
export const nothingIsTaughtInVain: Rule = (tree) => {
  const files = lessonFiles(tree);
  const last = files
    .map(({ lesson }) => lesson)
    .sort()
    .at(-1);
  const introduced = entrance(tree);
  const reached = new Set<string>();
  const reach = (path: string): void => {
    const text = tree.get(path);
    if (text === undefined || reached.has(path)) return;
    reached.add(path);
    importedPaths(path, text).forEach(reach);
    // What a demo imports by name, it reaches; that a name is exported is not use.
    for (const name of namesFromEntrance(path, text)) {
      reach(introduced.get(name) ?? "");
    }
  };
  const isDemo = ({ path }: LessonFile) =>
    /\/(main\.ts|demo\/.*\.ts)$/.test(path);
  files
    .filter(({ lesson }) => lesson === last || lesson === lastOfTheWire)
    .filter(({ kind }) => kind !== "exercise")
    .forEach(({ path }) => reach(path));
  files
    .filter(({ number }) => number >= runtime.first && number <= runtime.last)
    .filter(isDemo)
    .forEach(({ path }) => reach(path));
  // What the entrance imports it puts to use itself.
  const used = tree.get("lessons/index.ts")?.match(/^import .*$/gm) ?? [];
  importedPaths("lessons/index.ts", used.join("\n")).forEach(reach);
  return files
    .filter(({ kind, path }) => kind === "module" && !reached.has(path))
    .map(({ path }) => `${path} is taught and then unused by ${last}`);
};

function pages(tree: Tree): [string, string][] {
  return [...tree].filter(
    ([path]) =>
      path.endsWith(".md") && !path.startsWith("test/") && path !== "LICENSE",
  );
}

function fencesOf(tree: Tree): { path: string; where: string; fence: Fence }[] {
  return pages(tree).flatMap(([path, text]) =>
    findFences(text).map((fence) => ({
      path,
      where: `${path}:${fence.line}`,
      fence,
    })),
  );
}

/** A fence shows the file that it names, as that file is now. */
export const fencesShowTheirFiles: Rule = (tree) =>
  fencesOf(tree)
    .filter(({ fence }) => isCode(fence))
    .flatMap(({ path, where, fence }) => {
      const [file = "", region] = fence.source.split("#");
      const text = tree.get(normalize(join(dirname(path), file)));
      if (text === undefined) return [`${where} names ${file}: no such file`];
      const shown = readRegion(text, region);
      if (shown === undefined) return [`${where} names no region of ${file}`];
      return shown === fence.body
        ? []
        : [`${where} is not ${fence.source} any more: run "npm run weave"`];
    });

// Commands to type and drawings are the only things a page may hold itself.
const free = new Set(["sh", "text"]);
const longestFence = 25;
const widestFence = 80;

/** Code and output come from files and runs, in pieces that can be read. */
export const fencesAreReadable: Rule = (tree) =>
  fencesOf(tree).flatMap(({ where, fence }) => {
    const lines = fence.body.trimEnd().split("\n");
    const isHeld = fence.source === "" && !free.has(fence.language);
    const isLong = isCode(fence) && lines.length > longestFence;
    // A patch has one column more than the code it changes.
    const widest = widestFence + (fence.language === "diff" ? 1 : 0);
    const isWide =
      isCode(fence) && lines.some((line) => [...line].length > widest);
    return [
      ...(isHeld ? [`${where} holds ${fence.language} of its own`] : []),
      ...(isLong ? [`${where} is ${lines.length} lines long`] : []),
      ...(isWide ? [`${where} is wider than ${widest} columns`] : []),
    ];
  });

function prose(page: string): string {
  return page
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^:::.*$/gm, "")
    .replace(/`[^`\n]+`/g, "code")
    .replace(/\]\([^)]*\)/g, "]");
}

const fewestWords = 600;
const mostWords = 1200;
const sections = ["## Break it", "## Exercises", "## Next"];

/** A page can be read in one sitting, and ends as all of them end. */
export const pagesHaveMeasure: Rule = (tree) =>
  lessonFiles(tree)
    .filter(({ kind }) => kind === "page")
    .flatMap(({ path, text }) => {
      const words = prose(text).split(/\s+/).filter(Boolean).length;
      const inOrder = sections.map((heading) => text.indexOf(`\n${heading}`));
      const isOrdered = inOrder.every(
        (at, index) => at > (inOrder[index - 1] ?? 0),
      );
      const shows = findFences(text);
      return [
        ...(words < fewestWords || words > mostWords
          ? [`${path} has ${words} words, not ${fewestWords} to ${mostWords}`]
          : []),
        ...(isOrdered ? [] : [`${path} lacks one of ${sections.join(", ")}`]),
        ...(shows.some(isOutput) ? [] : [`${path} shows no run`]),
        ...(shows.some(({ source }) => source === "break-it.diff")
          ? []
          : [`${path} does not show its break-it.diff`]),
      ];
    });

// Words that tell a reader who is struggling that the fault is theirs.
const unkind =
  /\b(simply|just|obviously|of course|trivial(ly)?|eas(y|ily))\b/gi;

/** The prose is kind. */
export const proseIsKind: Rule = (tree) =>
  pages(tree).flatMap(([path, text]) =>
    [...prose(text).matchAll(unkind)].map(([word]) => `${path} says "${word}"`),
  );

/** The lock file installs anywhere: it names no address, only folders of ours. */
export const lockNamesNoAddress: Rule = (tree) =>
  [...(tree.get("package-lock.json") ?? "").matchAll(/"resolved": "(.*)"/g)]
    .filter(([, folder = ""]) => !isOurPackage(tree, folder))
    .map(([line]) => `package-lock.json has ${line}`);

// A package that lies in the tree, and that nobody may publish by mistake.
function isOurPackage(tree: Tree, folder: string): boolean {
  const text = tree.get(`${folder}/package.json`) ?? "{}";
  return (JSON.parse(text) as { private?: boolean }).private === true;
}

interface Packages {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** Every package is pinned or ours, and docs/choices.md says why it is here. */
export const packagesAreChosen: Rule = (tree) => {
  const { dependencies, devDependencies } = JSON.parse(
    tree.get("package.json") ?? "{}",
  ) as Packages;
  const choices = tree.get("docs/choices.md") ?? "";
  return Object.entries({ ...dependencies, ...devDependencies }).flatMap(
    ([name, version]) => [
      ...(/^\d+\.\d+\.\d+[\w.-]*$/.test(version) ||
      isOurPackage(tree, /^file:(.*)$/.exec(version)?.[1] ?? "")
        ? []
        : [`package.json has ${name} at ${version}, not an exact version`]),
      ...(choices.includes(`\`${name}\``)
        ? []
        : [`docs/choices.md does not say why ${name}`]),
    ],
  );
};

const topLevel = new Set([
  ...["package.json", "package-lock.json", "tsconfig.json"],
  ...["README.md", "LICENSE", "lessons", "playground", "docs", "test"],
]);

/** What a lesson breaks is there to be broken. */
export const breakItsFit: Rule = (tree) =>
  [...tree]
    .filter(([path]) => /^lessons\/[^/]+\/break-it\.diff$/.test(path))
    .flatMap(([path, text]) =>
      parsePatch(text)
        .map(
          (patch) => [patch, patch.newFileName?.replace(/^b\//, "")] as const,
        )
        .filter(
          ([patch, file]) => !applyPatch(tree.get(file ?? "") ?? "", patch),
        )
        .map(([, file]) => `${path} does not fit ${file}`),
    );

/** The front door stays as it is. */
export const frontDoorIsSmall: Rule = (tree) => {
  const names = new Set([...tree.keys()].map((path) => path.split("/")[0]));
  return [...names]
    .filter((name) => name && !name.startsWith(".") && !topLevel.has(name))
    .map((name) => `${name} stands at the top level`);
};

export interface Example {
  path: string;
  line: number;
  /** The statements before it, the expression, and what it should be. */
  setup: string;
  expression: string;
  expected: string;
}

const docstring = /\/\*\*[\s\S]*?\*\//g;

/** The examples of the docstrings: `expression // => value`. */
export function findExamples(tree: Tree): Example[] {
  return lessonFiles(tree)
    .filter(({ kind }) => kind === "module")
    .flatMap(({ path, text }) =>
      [...text.matchAll(docstring)].flatMap((match) => {
        const firstLine = text.slice(0, match.index).split("\n").length;
        const lines = match[0]
          .split("\n")
          .map((l) => l.replace(/^ *\*? ?/, ""));
        return examplesIn(lines).map((example) => ({
          ...example,
          path,
          line: firstLine + example.line,
        }));
      }),
    );
}

function examplesIn(lines: string[]): Omit<Example, "path">[] {
  const examples: Omit<Example, "path">[] = [];
  let setup: string | undefined;
  lines.forEach((text, line) => {
    if (text.startsWith("```")) {
      setup = setup === undefined ? "" : undefined;
    } else if (setup !== undefined) {
      const [code = "", expected] = text.split(" // => ");
      if (expected === undefined) setup += `${code}\n`;
      else {
        const expression = code.replace(/;$/, "");
        examples.push({ line, setup, expression, expected });
      }
    }
  });
  return examples;
}
