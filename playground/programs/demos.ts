// The demos of a lesson: what its `main.ts` gives to `runDemo`.
//
// A demo is one of
//   room, room: () => main(room)      a thing that can be called
//   leak: () => start("demo/leak")    a file that is a program already
//   ...Object.fromEntries(programs)   all of `gallery`: files, and their mends

import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Lesson } from "../../lessons/course.ts";
import type { Ending } from "./ending.ts";
import type { Sources } from "./sources.ts";

/** A program that is to be made. */
export interface Plan {
  id: string;
  /** What it is called in its group: `lone-send`, `lone-send, mended`. */
  name: string;
  group: string;
  /** What runs it in a terminal. */
  commands: string[];
  /** What it is about; if nobody says it here, its first comment does. */
  about?: string;
  /** The words to begin with, instead of those of its file. */
  header?: string[];
  from: Ending | { is: "file"; path: string };
  /** Preemptions that are enough to explore it. */
  bound?: number;
}

// They list other demos by name: in the playground that is the list's business.
const contents = new Set(["list", "museum"]);

export function findDemos(lesson: Lesson, sources: Sources): Plan[] {
  const file = sources.file(join(lesson.folder, "main.ts"));
  const demos = find(file, argumentOfRunDemo);
  if (!demos) throw new Error(`expected runDemo({…}) in ${file.fileName}`);
  return demos.properties.flatMap((property, index) => {
    if (ts.isSpreadAssignment(property)) return gallery(lesson, file);
    const name = property.name.getText();
    if (contents.has(name)) return [];
    const plan = called(lesson, name);
    // The first one runs without its name, too.
    if (index === 0) plan.commands.push(commandOf(lesson));
    return { ...plan, from: startOf(property, lesson) };
  });
}

function called(lesson: Lesson, ...words: string[]): Omit<Plan, "from"> {
  const { number, title } = lesson;
  return {
    id: [number, ...words].join("-"),
    name: words.join(", "),
    group: `${number}. ${title}`,
    commands: [commandOf(lesson, ...words)],
  };
}

function commandOf({ number }: Lesson, ...words: string[]): string {
  return ["npm run lesson", number, ...words].join(" ");
}

function startOf(
  property: ts.ObjectLiteralElementLike,
  { folder }: Lesson,
): Plan["from"] {
  if (ts.isShorthandPropertyAssignment(property)) {
    return { is: "demo", value: property.name };
  }
  if (!ts.isPropertyAssignment(property)) {
    throw new Error(`expected a demo by its name, got ${property.getText()}`);
  }
  const value = property.initializer;
  const [word] = find(value, ts.isCallExpression)?.arguments ?? [];
  const path = word && ts.isStringLiteral(word) ? `${word.text}.ts` : "";
  const isFile = path !== "" && existsSync(join(folder, path));
  return isFile
    ? { is: "file", path: join(folder, path) }
    : { is: "demo", value };
}

/** A file for each name of `gallery`, and its mend if it has one. */
function gallery(lesson: Lesson, file: ts.SourceFile): Plan[] {
  return entries(valueOf("gallery", file)).flatMap(([name, value]) => {
    const path = join(lesson.folder, "demo", `${name}.ts`);
    const mended = join(lesson.folder, "demo/mended", `${name}.ts`);
    const bug: Plan = {
      ...called(lesson, name),
      about: stringOf(value),
      from: { is: "file", path },
    };
    const mend: Plan = {
      ...called(lesson, name, "mended"),
      from: { is: "file", path: mended },
    };
    return existsSync(mended) ? [bug, mend] : [bug];
  });
}

function argumentOfRunDemo(node: ts.Node): node is ts.ObjectLiteralExpression {
  return (
    ts.isObjectLiteralExpression(node) &&
    ts.isCallExpression(node.parent) &&
    node.parent.expression.getText() === "runDemo"
  );
}

/** The first node in `node` that is what `is` looks for. */
function find<T extends ts.Node>(
  node: ts.Node,
  is: (node: ts.Node) => node is T,
): T | undefined {
  return is(node) ? node : ts.forEachChild(node, (child) => find(child, is));
}

/** What the constant `name` of `file` is. */
export function valueOf(name: string, file: ts.SourceFile): ts.Expression {
  const isIt = (node: ts.Node): node is ts.VariableDeclaration =>
    ts.isVariableDeclaration(node) && node.name.getText() === name;
  const value = find(file, isIt)?.initializer;
  if (value) return value;
  throw new Error(`expected a constant ${name} in ${file.fileName}`);
}

/** The properties of an object as they are written. */
export function entries(object: ts.Expression): [string, ts.Expression][] {
  if (!ts.isObjectLiteralExpression(object)) {
    throw new Error(`expected an object, got ${object.getText()}`);
  }
  return object.properties.map((property) => {
    const key = property.name;
    const name = key && ts.isStringLiteral(key) ? key.text : key?.getText();
    if (name !== undefined && ts.isPropertyAssignment(property)) {
      return [name, property.initializer];
    }
    if (name !== undefined && ts.isShorthandPropertyAssignment(property)) {
      return [name, property.name];
    }
    throw new Error(`expected name and value, got ${property.getText()}`);
  });
}

/** The string that is written there. */
export function stringOf(value: ts.Expression | undefined): string {
  if (value && ts.isStringLiteral(value)) return value.text;
  throw new Error(`expected a string, got ${value?.getText()}`);
}
