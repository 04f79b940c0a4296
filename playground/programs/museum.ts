// The kernels of the museum, each a bug that happened and its mend. Their files
// say what is needed; nothing of them is run to know it.

import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Lesson } from "../../lessons/course.ts";
import { entries, type Plan, stringOf, valueOf } from "./demos.ts";
import type { Sources } from "./sources.ts";
import { headerOf, textOf, wordsOf } from "./text.ts";

const lineLength = 77; // and "// " before it

/** The programs of the lesson's museum, room by room; none if it has none. */
export function findKernels(
  { number, folder }: Lesson,
  sources: Sources,
): Plan[] {
  const command = `npm run lesson ${number} --`;
  const path = join(folder, "museum/kernels.ts");
  if (!existsSync(path)) return [];
  return elements(valueOf("rooms", sources.file(path))).flatMap((room) => {
    const { title, kernels } = Object.fromEntries(entries(room));
    const group = `Museum: ${stringOf(title)}`;
    return elements(kernels).flatMap((name) => {
      const file = fileOf(name, sources);
      const kernel = Object.fromEntries(entries(valueOf("kernel", file)));
      return plans(kernel, group, command);
    });
  });
}

function plans(
  kernel: Record<string, ts.Expression | undefined>,
  group: string,
  command: string,
): Plan[] {
  const name = stringOf(kernel["name"]);
  const { bug, mended, bound } = kernel;
  if (!bug || !mended) throw new Error(`expected a bug and a mend of ${name}`);
  const [where = "", what = ""] = split(bug.getSourceFile());
  const limit = bound ? { bound: Number(bound.getText()) } : {};
  const mend = lowered(stringOf(kernel["mend"]));
  const header = (text: string) =>
    [`${where}: ${what}`, text, ...(bound ? boundWords(bound) : [])]
      .map(wrap)
      .join("\n\n")
      .split("\n");
  return [
    {
      id: name,
      name,
      group,
      commands: [`${command} ${name}`],
      about: `${what.replace(/\.$/, "")} (${where})`,
      header: header(stringOf(kernel["story"])),
      from: { is: "body", value: bug },
      ...limit,
    },
    {
      id: `${name}-mended`,
      name: `${name}, mended`,
      group,
      commands: [`${command} ${name} --mended`],
      about: mend,
      header: header(`Mended: ${mend}`),
      from: { is: "body", value: mended },
      ...limit,
    },
  ];
}

// "Docker, 2014: a helper …" is where it happened, and what it is about.
function split(file: ts.SourceFile): string[] {
  const [header] = headerOf(file);
  const words = header ? wordsOf(textOf(header, [], new Map())).join(" ") : "";
  return words.split(/: (.*)/, 2);
}

function boundWords(bound: ts.Expression): string[] {
  const words = "All its orders are too many: explore it with a bound of";
  return [`${words} ${bound.getText()}.`];
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function wrap(text: string): string {
  const pattern = new RegExp(`(.{1,${lineLength}})( |$)`, "g");
  return text.replace(pattern, "$1\n").trimEnd();
}

function elements(array: ts.Expression | undefined): ts.Expression[] {
  if (array && ts.isArrayLiteralExpression(array)) return [...array.elements];
  throw new Error(`expected a list, got ${array?.getText()}`);
}

/** The file of the kernel that is called so in the list. */
function fileOf(name: ts.Expression, sources: Sources): ts.SourceFile {
  const kernel = ts.isIdentifier(name) ? sources.meaning(name) : undefined;
  const file = kernel?.valueDeclaration?.getSourceFile();
  if (file) return file;
  throw new Error(`expected a kernel's name, got ${name.getText()}`);
}
