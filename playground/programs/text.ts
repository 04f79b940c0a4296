// The text of what is kept: as it was written, but for names that have changed,
// for `export`, and for the marks of regions.

import ts from "typescript";
import type { Reference } from "./reach.ts";
import type { Names } from "./names.ts";

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A stretch of a file, from `start` up to `end`. */
export interface Stretch {
  file: ts.SourceFile;
  start: number;
  end: number;
}

/** What `stretch` reads when everything in it has its name. */
export function textOf(
  { file, start, end }: Stretch,
  references: readonly Reference[],
  names: Names,
): string {
  const edits = [...exportsOf(file), ...renamed(file, references, names)]
    .filter((edit) => edit.start >= start && edit.end <= end)
    .sort((one, other) => one.start - other.start);
  let text = "";
  let at = start;
  for (const edit of edits) {
    text += file.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return withoutMarks(text + file.text.slice(at, end));
}

function exportsOf(file: ts.SourceFile): Edit[] {
  return file.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const marks = (ts.getModifiers(statement) ?? []).filter(
      ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
    );
    return marks.map((mark) => {
      return { start: mark.getStart(file), end: mark.end, text: "" };
    });
  });
}

function renamed(
  file: ts.SourceFile,
  references: readonly Reference[],
  names: Names,
): Edit[] {
  return references.flatMap(({ identifier, target }) => {
    const name = names.get(target) ?? identifier.text;
    if (identifier.getSourceFile() !== file) return [];
    if (name === identifier.text) return [];
    const { parent, text, end } = identifier;
    const isShorthand = ts.isShorthandPropertyAssignment(parent);
    const start = identifier.getStart(file);
    return [{ start, end, text: isShorthand ? `${text}: ${name}` : name }];
  });
}

/** `text` without the lines that begin or end a region. */
export function withoutMarks(text: string): string {
  return text.replace(/^[ \t]*\/\/ #(end)?region\b.*(\n|$)/gm, "");
}

/** A statement with the comments above it and beside it. */
export function wholeOf(statement: ts.Statement): Stretch {
  const file = statement.getSourceFile();
  const [header] = headerOf(file);
  const isFirst = statement === file.statements[0];
  const above = isFirst && header ? header.end : statement.getFullStart();
  return {
    file,
    start: pastLine(file, above),
    end: pastLine(file, statement.end),
  };
}

// A comment that ends the line belongs to what stands before it.
function pastLine({ text }: ts.SourceFile, at: number): number {
  if (at === 0) return 0;
  return ts.getTrailingCommentRanges(text, at)?.at(-1)?.end ?? at;
}

/** The comment on top of a file, which is about all of it; nothing if none is. */
export function headerOf(file: ts.SourceFile): Stretch[] {
  const [first] = file.statements;
  const comments = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  const isApart = (end: number) => /^\s*?\n\s*?\n/.test(file.text.slice(end));
  const end = comments.findLast((comment) => isApart(comment.end))?.end;
  if (first && ts.isImportDeclaration(first)) {
    const last = comments.at(-1)?.end;
    return last === undefined ? [] : [{ file, start: 0, end: last }];
  }
  return end === undefined ? [] : [{ file, start: 0, end }];
}

/** The words of a comment, without what makes it one, line by line. */
export function wordsOf(comment: string): string[] {
  return withoutMarks(comment)
    .trim()
    .replace(/^\/\*\*?|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*(\/\/|\*)? ?/, "").trimEnd())
    .filter((line, at, { length }) => line || (at > 0 && at < length - 1));
}

/** The same words as a comment of its own. */
export function commentOf(words: readonly string[]): string {
  return words.map((line) => (line ? `// ${line}` : "//")).join("\n");
}
