// What TypeScript knows of the names in the code of lesson pages, shown by
// theme/hovers.css when a name is pointed at or focused; names.ts chooses them.
//
//   - TypeScript is asked about the file, in its place, not about the fence
//   - a word is an attribute, so that it is neither copied nor found by a search
//   - of names that a page speaks of twice, the keyboard stops at the first

import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { MarkdownOptions, MarkdownRenderer } from "vitepress";
import { listLessons } from "../../lessons/course.ts";
import { findFences } from "../fences.ts";
import { type Environment, fileOf, readInfo } from "./markdown.ts";
import { type Name, Names } from "./names.ts";
import { root } from "./repository.ts";

/** A word about a part of a line; both are counted from 0. */
export interface Hover {
  line: number;
  from: number;
  to: number;
  text: string;
}

/** The hovers of `code`: what a page shows of `region` of `file`, or of all. */
export function findHovers(
  names: Names,
  code: string,
  file: string,
  region?: string,
): Hover[] {
  const text = readFileSync(file, "utf8");
  const lines = code.trimEnd().split("\n");
  const starts = placeLines(text, lines, region);
  const [start = 0] = starts;
  const end = (starts.at(-1) ?? 0) + (lines.at(-1)?.length ?? 0);
  return names
    .find(file, text, start, end)
    .map((name) => placeName(name, starts));
}

/** Where in `text` each of the `shown` lines begins, less its indent. */
function placeLines(
  text: string,
  shown: readonly string[],
  region?: string,
): number[] {
  const lines = text.split("\n");
  let next = 0;
  const offsets = lines.map((line) => {
    const offset = next;
    next += line.length + 1;
    return offset;
  });
  const marker = new RegExp(`#region ${region}(?![\\w-])`);
  let at =
    region === undefined ? 0 : lines.findIndex((l) => marker.test(l)) + 1;
  return shown.map((line) => {
    // The markers of other regions are not shown. A page that has not been woven
    // may show what is not there: then its end lies nowhere, and nothing before it.
    while (at < lines.length && lines[at]?.trim() !== line.trim()) at++;
    const indent = (lines[at]?.length ?? 0) - line.length;
    return (offsets[at++] ?? 0) + indent;
  });
}

function placeName({ from, to, text }: Name, starts: number[]): Hover {
  const line = starts.findLastIndex((start) => start <= from);
  const start = starts[line] ?? 0;
  return { line, from: from - start, to: to - start, text };
}

/** Every TypeScript file that a lesson page shows something of. */
function listShownFiles(): string[] {
  const lessons = listLessons();
  return [...lessons, ...lessons.flatMap(({ asides }) => asides)].flatMap(
    ({ folder }) =>
      findFences(readFileSync(join(folder, "README.md"), "utf8"))
        .filter(({ language, source }) => language === "ts" && source !== "")
        .map(({ source }) => join(folder, source.replace(/#.*/, ""))),
  );
}

type Transformer = NonNullable<MarkdownOptions["codeTransformers"]>[number];
type Decoration = NonNullable<
  Parameters<NonNullable<Transformer["preprocess"]>>[1]["decorations"]
>[number];

// One for the whole build: it reads the types of Node but once.
let everyName: Names | undefined;

// By the code itself, for the highlighter does not learn where it stands. The
// same code has the same names on every page.
const decorations = new Map<string, Decoration[]>();

/** Finds the hovers of each fence of a lesson page before it is drawn. */
export function useHovers(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("hovers", (state) => {
    const page = fileOf(state.env as Environment) ?? "";
    if (!page.startsWith("lessons/")) return;
    const told = new Set<string>();
    for (const { type, info, content } of state.tokens) {
      const { language, source } = readInfo(info);
      if (type !== "fence" || language !== "ts" || source === "") continue;
      const [path = "", region] = source.split("#");
      const file = join(root, posix.dirname(page), path);
      everyName ??= new Names(root, listShownFiles());
      const hovers = findHovers(everyName, content, file, region);
      decorations.set(
        content.trimEnd(),
        hovers.map((hover) => decorate(hover, told)),
      );
    }
  });
}

function decorate(hover: Hover, told: Set<string>): Decoration {
  const { line, from, to, text } = hover;
  const isFirst = !told.has(text);
  told.add(text);
  return {
    start: { line, character: from },
    end: { line, character: to },
    properties: {
      class: "told",
      "aria-description": text,
      ...(isFirst ? { tabindex: "0" } : {}),
    },
  };
}

/** Marks the names that `useHovers` has found. */
export const hovers: Transformer = {
  name: "hovers",
  preprocess(code, options) {
    const found = decorations.get(code);
    if (found) options.decorations = [...(options.decorations ?? []), ...found];
  },
};
