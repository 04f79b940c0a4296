// The article that the course is built from, and the page that answers it.
//
// The fixtures hold the article's code and commands word for word; a claim is
// an id and the line it stands on. The page has one entry for each, in the
// article's order:
//
//   - `id` · kind · **verdict**\
//     What the article says, what is so, and where it runs here.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Kind = "claim" | "command" | "snippet";

/** A claim, command or snippet of the article. */
export interface Item {
  id: string;
  kind: Kind;
  /** The article's line on which it begins, counted from 1. */
  line: number;
  /** The words of a command. */
  text?: string;
  /** The file that holds a snippet. */
  file?: string;
}

export interface Section {
  title: string;
  line: number;
  items: Item[];
}

export interface Fixtures {
  sections: Section[];
  /** Lines that say nothing a course could run: titles, bridges, furniture. */
  withoutClaim: { line: number; why: string }[];
}

/** One entry of the page. */
export interface Entry {
  id: string;
  kind: string;
  verdict: string;
  section: string;
  text: string;
}

export const fixtureFolder = join(import.meta.dirname, "../fixtures/article");

/** The list of everything that the article says, in its order. */
export function readFixtures(): Fixtures {
  const path = join(fixtureFolder, "index.json");
  return JSON.parse(readFileSync(path, "utf8")) as Fixtures;
}

/** The lines of the article that a command or a snippet stands on. */
export function readLines(item: Item): string[] {
  if (item.file === undefined) return [item.text ?? ""];
  const text = readFileSync(join(fixtureFolder, item.file), "utf8");
  return text.trimEnd().split("\n");
}

const entryPattern =
  /^- `(?<id>[\w-]+)` · (?<kind>\w+) · \*\*(?<verdict>[^*]+)\*\*\\\n(?<text>(?:  \S.*\n)+)/gm;

/** The entries of the page, in its order. */
export function readEntries(page: string): Entry[] {
  const headings = [...page.matchAll(/^## (.+)$/gm)];
  return [...page.matchAll(entryPattern)].map((match) => {
    const { id = "", kind = "", verdict = "", text = "" } = match.groups ?? {};
    const above = headings.findLast(({ index }) => index < match.index);
    return { id, kind, verdict, section: above?.[1] ?? "", text };
  });
}

const verdicts: Record<Kind, readonly string[]> = {
  claim: [
    "holds",
    "holds in part",
    "no longer holds",
    "does not hold",
    "an opinion",
  ],
  command: ["runs", "runs, corrected", "does not run, corrected"],
  snippet: ["runs", "runs, corrected", "does not run, corrected"],
};

/** What is wrong with the page as a list of entries; nothing if it is whole. */
export function complainAboutEntries(page: string, fixtures: Fixtures) {
  const expected = fixtures.sections.flatMap(({ title, items }) =>
    items.map(({ id, kind }) => `${title}: ${kind} ${id}`),
  );
  const entries = readEntries(page);
  const actual = entries.map(
    ({ section, kind, id }) => `${section}: ${kind} ${id}`,
  );
  return [
    ...expected
      .filter((line) => !actual.includes(line))
      .map((line) => `expected an entry for "${line}"`),
    ...actual
      .filter((line) => !expected.includes(line))
      .map((line) => `expected no entry for "${line}"`),
    ...(new Set(actual).size < actual.length
      ? ["expected one entry for each item"]
      : []),
    ...outOfOrder(expected, actual),
    ...entries.flatMap(complainAboutVerdict),
  ];
}

function outOfOrder(expected: readonly string[], actual: readonly string[]) {
  const known = actual.filter((line) => expected.includes(line));
  const order = expected.filter((line) => known.includes(line));
  const at = order.findIndex((line, index) => line !== known[index]);
  return at < 0 ? [] : [`expected "${order[at]}" before "${known[at]}"`];
}

function complainAboutVerdict({ id, kind, verdict }: Entry): string[] {
  const allowed = Object.entries(verdicts).find(([name]) => name === kind);
  if (allowed?.[1].includes(verdict)) return [];
  return [`expected "${id}" to have a verdict of a ${kind}, got "${verdict}"`];
}

/** What the page says about places that is not so, seen from `folder`. */
export function complainAboutPlaces(
  page: string,
  folder: string,
  lessonNumbers: readonly number[],
): string[] {
  return readEntries(page).flatMap(({ id, text }) => {
    const links = [...text.matchAll(/\[([^\]]+)\]\(([^)#]+)[^)]*\)/g)];
    const planned = [...text.matchAll(/lesson\s+(\d+),\s+not\s+built\s+yet/gi)];
    return [
      ...(links.length + planned.length > 0
        ? []
        : [`expected "${id}" to name a place`]),
      ...links
        .filter(([, , to = ""]) => !existsSync(join(folder, to)))
        .map(([, , to]) => `"${id}" names ${to}, which does not exist`),
      ...links
        .filter(([, name = "", to = ""]) => isMislabelled(name, to))
        .map(([, name, to]) => `"${id}" calls ${to} "${name}"`),
      ...planned
        .filter(([, number]) => lessonNumbers.includes(Number(number)))
        .map(([, number]) => `"${id}" says that lesson ${number} is not built`),
    ];
  });
}

function isMislabelled(name: string, to: string): boolean {
  const said = /^lesson (\d+)$/.exec(name)?.[1];
  return said !== undefined && !to.includes(`/${said.padStart(2, "0")}-`);
}
