// The fences of a page: which file or which run each one shows.
//
//   ```ts frame.ts#encode [TypeScript]     a region of a file beside the page
//   ```go main.go                          a whole file
//   ```output npm run lesson 3             what a command prints
//
// A fence never holds a copy that somebody typed: `npm run weave` fills it, and
// the house test compares it.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Fence {
  /** The first word after the backticks: `ts`, `go`, `diff`, `output`. */
  language: string;
  /** What the fence shows: `frame.ts#encode` or `npm run lesson 3`; or `""`. */
  source: string;
  /** The line of the opening backticks, counted from 1. */
  line: number;
  /** What stands between the two lines of backticks. */
  body: string;
  /** Where `body` begins and ends in the page. */
  start: number;
  end: number;
}

const fencePattern =
  /^```(?<language>[\w-]+)(?<info>[^\n]*)\n(?<body>[\s\S]*?)^```$/gm;

/** Every fence of a page, in order. */
export function findFences(page: string): Fence[] {
  return [...page.matchAll(fencePattern)].map((match) => {
    const { language = "", info = "", body = "" } = match.groups ?? {};
    const end = match.index + match[0].length - "```".length;
    return {
      language,
      source: info.replace(/\[[^\]]*\]\s*$/, "").trim(),
      line: page.slice(0, match.index).split("\n").length,
      body,
      start: end - body.length,
      end,
    };
  });
}

/** Whether the fence shows what a command prints. */
export function isOutput(fence: Fence): boolean {
  return fence.language === "output";
}

/** Whether the fence shows a file or a region of one. */
export function isCode(fence: Fence): boolean {
  return !isOutput(fence) && fence.source !== "";
}

/**
 * The text that a code fence stands for, read beside the page in `folder`.
 * Throws if the file or the region is missing.
 */
export function readSource(fence: Fence, folder: string): string {
  const [file = "", region] = fence.source.split("#");
  const shown = readRegion(readFileSync(join(folder, file), "utf8"), region);
  if (shown !== undefined) return shown;
  throw new Error(`expected a region "${region}" in ${file}`);
}

/**
 * What a page shows of a file: all of it, or what stands between the markers of
 * `region`; the markers themselves never. `undefined` if there is no such region.
 */
export function readRegion(text: string, region?: string): string | undefined {
  if (region === undefined) return withoutMarkers(text);
  const lines = text.split("\n");
  const isMarker = (line: string, word: string) =>
    new RegExp(`#${word} ${region}(?![\\w-])`).test(line);
  const from = lines.findIndex((line) => isMarker(line, "region"));
  const to = lines.findIndex((line) => isMarker(line, "endregion"));
  if (from < 0 || to < from) return undefined;
  return dedent(withoutMarkers(lines.slice(from + 1, to).join("\n") + "\n"));
}

const marker = /^[ \t]*(\/\/|<!--|\/\*|#) ?#(end)?region\b.*\n/gm;

function withoutMarkers(text: string): string {
  return text.replace(marker, "");
}

function dedent(text: string): string {
  const indents = [...text.matchAll(/^[ \t]*(?=\S)/gm)].map(([x]) => x.length);
  const indent = Math.min(...indents);
  return text.replace(new RegExp(`^[ \\t]{${indent}}`, "gm"), "");
}

/** The page with the body of each fence replaced by what `fill` makes of it. */
export function replaceFences(
  page: string,
  fill: (fence: Fence) => string,
): string {
  return findFences(page).reduceRight(
    (text, fence) =>
      text.slice(0, fence.start) + fill(fence) + text.slice(fence.end),
    page,
  );
}
