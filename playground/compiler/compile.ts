// From a learner's TypeScript to what a worker can call, line by line the same.
//
//   import { go } from "rendezvous";      (async (rendezvous) => { const { go } = …
//   const c: Channel<number> = …     ─▶   const c                  = …
//
// Always true:
//   - what stands in a line of the program stands in the same line, and from the
//     second line on in the same column, of the code: an error needs no map
//   - a program is one function, so that it can be run anew for every schedule

import { blankSourceFile } from "ts-blank-space";
import ts from "typescript";
import { wrap } from "./wrap.ts";

/** The name of the learner's file, in every line that is shown. */
export const fileName = "program.ts";

/** What is wrong with a program, and where: offsets into its text. */
export interface Problem {
  from: number;
  to: number;
  message: string;
}

export type Compiled =
  { code: string; problems?: never } | { problems: Problem[]; code?: never };

// #region compile
/** The code of a program, or why there is none. Its types are not checked. */
export function compile(text: string): Compiled {
  const source = ts.createSourceFile(
    fileName,
    text,
    { languageVersion: ts.ScriptTarget.ES2023 },
    true,
    ts.ScriptKind.TS,
  );
  const problems = syntaxProblems(source);
  if (problems.length > 0) return { problems };
  problems.push(...foreignParts(source));
  const script = blankSourceFile(source, (node) => {
    const problem = at(node, unerasable);
    // What has been refused already need not be refused for another reason.
    const isKnown = problems.some(
      ({ from, to }) => from < problem.to && problem.from < to,
    );
    if (!isKnown) problems.push(problem);
  });
  if (problems.length > 0) return { problems };
  return { code: wrap(script, source) };
}
// #endregion compile

const unerasable =
  "expected TypeScript that runs once its types are taken out, got an enum, a namespace, a parameter property or `<T>value`";

function at(node: ts.Node, message: string): Problem {
  return { from: node.getStart(), to: node.end, message };
}

function syntaxProblems(source: ts.SourceFile): Problem[] {
  const { parseDiagnostics } = source as unknown as {
    parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.map(({ start, length, messageText }) => ({
    from: start,
    to: start + length,
    message: ts.flattenDiagnosticMessageText(messageText, " "),
  }));
}

// #region foreign
/** What a program of the playground cannot have. */
function foreignParts(source: ts.SourceFile): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isModuleDeclaration(node)) return; // it is gone, or refused as a whole
    const message = refusal(node);
    if (message) problems.push(at(node, message));
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

function refusal(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return importRefusal(node);
  if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) {
    return "expected a program that exports nothing, got an export";
  }
  if (node.kind === ts.SyntaxKind.ExportKeyword) {
    return "expected a program that exports nothing, got `export`: leave it out";
  }
  if (ts.isDecorator(node)) {
    return "expected TypeScript that runs once its types are taken out, got a decorator";
  }
  if (ts.isMetaProperty(node) && node.name.text === "meta") {
    return "expected a program without import.meta: here it has no file";
  }
  const isCall = node.kind === ts.SyntaxKind.ImportKeyword;
  const isPhase =
    ts.isMetaProperty(node) &&
    node.keywordToken === ts.SyntaxKind.ImportKeyword;
  return isCall || isPhase ? `${atTop}, got import()` : undefined;
}

const atTop = 'expected imports at the top of the program, from "rendezvous"';

function importRefusal(node: ts.ImportDeclaration): string | undefined {
  if (!ts.isSourceFile(node.parent)) return `${atTop}, got one in a block`;
  const from = (node.moduleSpecifier as ts.StringLiteral).text;
  if (from !== "rendezvous") {
    return `expected imports from "rendezvous" alone, got "${from}": the playground has the runtime of lessons 6 to 13, and neither packages, files nor servers`;
  }
  if (node.importClause?.name) {
    return 'expected names in braces, got a default import: "rendezvous" has none';
  }
  return undefined;
}
// #endregion foreign
