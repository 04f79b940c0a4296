// One file out of many: a comment, one import, what is needed, and the end.

import ts from "typescript";
import {
  commentAbove,
  type Ending,
  endingText,
  opened,
  withoutOpened,
} from "./ending.ts";
import { chooseNames, type Names } from "./names.ts";
import { reach, type Reached, statementOf } from "./reach.ts";
import { isStarter, type Sources } from "./sources.ts";
import { commentOf, headerOf, textOf, wholeOf, wordsOf } from "./text.ts";

export interface Flat {
  /** What the file says of itself in its first lines. */
  header: string[];
  text: string;
}

/**
 * The program that `ending` ends. Throws what it cannot have: a name that only
 * Node knows, a part of the runtime, a file that acts by itself.
 */
export function flatten(ending: Ending, sources: Sources): Flat {
  const reached = withMain(reach(ending.value, sources), ending, sources);
  const names = chooseNames(reached, sources);
  const body = opened(ending, reached, sources);
  const above = body ? wordsOf(commentAbove(body)) : [];
  const kept = withoutOpened(reached.statements, body);
  const header = headerFor(body ?? named(ending.value, reached));
  const text = [
    importText(reached, sources),
    ...kept.map((each, at) =>
      statementText(each, kept[at - 1], reached, names),
    ),
    "\n",
    header.length > 0 ? commentOf(above) : "",
    endingText(ending, body, reached, names, sources).trim(),
  ].join("\n");
  return { header: header.length > 0 ? header : above, text };
}

// A kernel knows nothing of `main`.
function withMain(reached: Reached, { is }: Ending, sources: Sources): Reached {
  if (is === "demo") return reached;
  const main = [...sources.entrance].filter(([, name]) => name === "main");
  const symbols = main.map(([symbol]) => symbol);
  return { ...reached, imports: new Set([...reached.imports, ...symbols]) };
}

/** The first thing that the demo names, and that is not from its `main.ts`. */
function named(value: ts.Expression, { references, statements }: Reached) {
  const within = references.filter(
    ({ identifier }) =>
      identifier.getSourceFile() === value.getSourceFile() &&
      identifier.pos >= value.pos &&
      identifier.end <= value.end,
  );
  return within
    .flatMap(({ target }) => target.declarations?.map(statementOf) ?? [])
    .find((each) => each && statements.includes(each) && !isStart(each));
}

function isStart(node: ts.Node): boolean {
  return isStarter(node.getSourceFile());
}

function headerFor(node: ts.Node | undefined): string[] {
  const [header] = node && !isStart(node) ? headerOf(node.getSourceFile()) : [];
  return header ? wordsOf(textOf(header, [], new Map())) : [];
}

function importText({ imports, references }: Reached, sources: Sources) {
  const named = [...imports].map((symbol) => {
    const name = sources.entrance.get(symbol) ?? symbol.name;
    const uses = references.filter(({ target }) => target === symbol);
    const isType = uses.length > 0 && uses.every(isOfType);
    return { name, text: isType ? `type ${name}` : name };
  });
  const sorted = named.sort((one, other) => compare(one.name, other.name));
  return `import { ${sorted.map(({ text }) => text).join(", ")} } from "rendezvous";\n\n`;
}

function isOfType({ identifier }: { identifier: ts.Identifier }): boolean {
  return ts.isPartOfTypeNode(identifier);
}

function compare(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1;
}

/** A statement, a line apart from one that did not stand above it before. */
function statementText(
  statement: ts.Statement,
  before: ts.Statement | undefined,
  { references }: Reached,
  names: Names,
): string {
  const text = textOf(wholeOf(statement), references, names);
  const { statements } = statement.getSourceFile();
  const at = statements.indexOf(statement);
  const isNeighbour = before !== undefined && statements[at - 1] === before;
  return isNeighbour ? text.replace(/^\n/, "") : `\n${text}`;
}
