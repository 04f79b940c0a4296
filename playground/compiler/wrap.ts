// The program, its types already gone, as one function of what it imports.
//
// Always true:
//   - only the first line grows, at its beginning
//   - a name that the program uses is never one of the wrapper's

import ts from "typescript";

/** `script` is the text of `source` with its types blanked. */
export function wrap(script: string, source: ts.SourceFile): string {
  const imports = source.statements.filter(ts.isImportDeclaration);
  let body = script.replace(/^#!.*/, spaces);
  for (const node of imports) {
    const [start, end] = [node.getStart(), node.end];
    // Two statements must not become one where it stood between them.
    const gone = `;${body.slice(start + 1, end).replace(/[^\n\r]/g, " ")}`;
    body = body.slice(0, start) + gone + body.slice(end);
  }
  const used = usedNames(body);
  let given = "$rendezvous";
  while (used.has(given)) given = `$${given}`;
  const names = imports.flatMap((each) => bindings(each, used, given));
  const start = `(async (${given}) => { "use strict"; ${names.join(" ")}`;
  return `${start}${body}\n})\n//# sourceURL=${source.fileName}`;
}

function spaces(text: string): string {
  return " ".repeat(text.length);
}

function bindings(
  { importClause }: ts.ImportDeclaration,
  used: ReadonlySet<string>,
  given: string,
): string[] {
  const named = importClause?.namedBindings;
  if (!named || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword)
    return [];
  if (ts.isNamespaceImport(named))
    return [`const ${named.name.text} = ${given};`];
  // A name that only types have used is not there any more, and has no value.
  return named.elements
    .filter(({ isTypeOnly, name }) => !isTypeOnly && used.has(name.text))
    .map(({ name, propertyName }) => {
      const from = JSON.stringify((propertyName ?? name).text);
      return `const { ${from}: ${name.text} } = ${given};`;
    });
}

/** The names that stand for something in `body`, which has no types any more. */
function usedNames(body: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isKey(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  const { ES2023 } = ts.ScriptTarget;
  visit(ts.createSourceFile("", body, ES2023, true, ts.ScriptKind.JS));
  return names;
}

/** Whether it is the name of a member: the `b` of `a.b`, or of `{ b: 1 }`. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  const isMember =
    ts.isPropertyAccessExpression(parent) ||
    ts.isObjectLiteralElement(parent) ||
    ts.isClassElement(parent);
  return isMember && parent.name === node;
}
