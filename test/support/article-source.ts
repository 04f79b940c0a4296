// Whether the fixtures say what the article says, where the article is at hand.
// Its text is its author's: the repository holds the code and the commands that
// we must run, and a line number for each claim, not the prose.

import { readLines, type Fixtures, type Item } from "./article.ts";

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const inlineCommand =
  /\b(?:(?:go|npm|docker) [a-z]+ [\w./:-]+|(?:mkdir|touch) [\w./ ]+|localhost:\d+)/g;

/** Where the article and the fixtures differ; nothing if they agree. */
export function compareWithArticle(article: string, fixtures: Fixtures) {
  const lines = article.split("\n");
  const { sections, withoutClaim } = fixtures;
  const items = sections.flatMap((section) => section.items);
  const code = items.filter(({ kind }) => kind !== "claim");
  const codeLines = new Set(code.flatMap(linesOf));
  const known = new Set([
    ...codeLines,
    ...[...items, ...sections, ...withoutClaim].map(({ line }) => line),
  ]);
  const bare = new Set(withoutClaim.map(({ line }) => line));
  return [
    ...code
      .filter((item) => !standsIn(item, lines))
      .map(({ id, line }) => `"${id}" is not on line ${line} of the article`),
    ...lines.flatMap((text, index) => {
      const line = index + 1;
      if (text.trim() === "" || bare.has(line)) return [];
      if (!known.has(line)) return [`line ${line} has no item`];
      const isCode = !japanese.test(text) || /^\s*\/\//.test(text);
      if (isCode && !codeLines.has(line)) return [`line ${line} is code`];
      return [...text.matchAll(inlineCommand)]
        .filter(([words]) => !code.some((item) => holds(item, line, words)))
        .map(([words]) => `line ${line} has the command "${words}"`);
    }),
  ];
}

function linesOf(item: Item): number[] {
  return readLines(item).map((_text, index) => item.line + index);
}

function standsIn(item: Item, lines: readonly string[]): boolean {
  return readLines(item).every((text, index) => {
    const line = lines[item.line - 1 + index] ?? "";
    return item.file === undefined ? line.includes(text) : line === text;
  });
}

function holds(item: Item, line: number, words: string): boolean {
  return linesOf(item).includes(line) && readLines(item).join().includes(words);
}
