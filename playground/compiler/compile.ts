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
    problems.push(at(node, unerasable));
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
  if (node.kind === ts.SyntaxKind.ImportKeyword) {
    return 'expected imports at the top of the program, from "rendezvous", got import()';
  }
  if (ts.isMetaProperty(node) && node.name.text === "meta") {
    return "expected a program without import.meta: here it has no file";
  }
  return undefined;
}

function importRefusal(node: ts.ImportDeclaration): string | undefined {
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

// #region wrap
function wrap(script: string, source: ts.SourceFile): string {
  const imports = source.statements.filter(ts.isImportDeclaration);
  let body = script;
  for (const { pos, end } of imports) {
    const gone = body.slice(pos, end).replace(/[^\n\r]/g, " ");
    body = body.slice(0, pos) + gone + body.slice(end);
  }
  const names = imports.flatMap((each) => bindings(each, body));
  const start = `(async (rendezvous) => { "use strict"; ${names.join(" ")}`;
  return `${start}${body}\n})\n//# sourceURL=${fileName}`;
}

function bindings(node: ts.ImportDeclaration, body: string): string[] {
  const named = node.importClause?.namedBindings;
  if (!named) return [];
  if (ts.isNamespaceImport(named))
    return [`const ${named.name.text} = rendezvous;`];
  return named.elements
    .filter(({ name }) => isUsed(name.text, body))
    .map(({ name, propertyName }) => {
      const from = propertyName ?? name;
      return `const { ${from.text}: ${name.text} } = rendezvous;`;
    });
}

// A name that only types have used is not there any more, and has no value.
function isUsed(name: string, body: string): boolean {
  return new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(
    body,
  );
}
// #endregion wrap
