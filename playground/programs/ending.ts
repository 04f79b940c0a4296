// What a program does in the end: the demo, called where nobody calls it. A
// function without parameters is opened up, so that its body stands there.

import ts from "typescript";
import type { Names } from "./names.ts";
import { type Reached, statementOf } from "./reach.ts";
import type { Sources } from "./sources.ts";
import { type Stretch, textOf } from "./text.ts";

export interface Ending {
  /** What `runDemo` or a kernel was given. */
  value: ts.Expression;
  /** A demo is called; a body is what `main` is given. */
  is: "demo" | "body";
}

/** The function whose body will be the end, if it can be opened up. */
export function opened(
  { value, is }: Ending,
  reached: Reached,
  sources: Sources,
): ts.FunctionDeclaration | undefined {
  if (is === "body" || !ts.isIdentifier(value)) return undefined;
  const target = sources.meaning(value);
  const calls = reached.references.filter((it) => it.target === target);
  const found = target?.valueDeclaration;
  if (!found || !ts.isFunctionDeclaration(found)) return undefined;
  const isAlone = calls.every(
    ({ identifier }) => identifier === value || identifier === found.name,
  );
  return isAlone && canOpen(found, reached) ? found : undefined;
}

function canOpen(
  { parameters, asteriskToken, body }: ts.FunctionDeclaration,
  { globals, references, statements }: Reached,
): boolean {
  if (!body || parameters.length > 0 || asteriskToken) return false;
  const known = new Set([
    ...globals,
    ...references.map(({ target }) => target.name),
    ...statements.flatMap(declaredBy),
  ]);
  const isClear = body.statements
    .flatMap(declaredBy)
    .every((name) => !known.has(name));
  return isClear && !returns(body);
}

/** The names that a statement declares where it stands. */
function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      boundBy(name),
    );
  }
  const { name } = statement as { name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundBy(element.name) : [],
  );
}

/** Whether something in `node` leaves the function that it is the body of. */
function returns(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, returns) ?? false;
}

/** What stands at the end of the program. */
export function endingText(
  ending: Ending,
  body: ts.FunctionDeclaration | undefined,
  { references }: Reached,
  names: Names,
  sources: Sources,
): string {
  if (body?.body) return textOf(inside(body.body), references, names);
  const { value, is } = ending;
  const called =
    is === "demo" && ts.isArrowFunction(value) ? value.body : value;
  const text = textOf(around(called), references, names);
  if (is === "body") return `main(${text});`;
  if (ts.isBlock(called))
    return `await (${textOf(around(value), references, names)})();`;
  const isCalled = called !== value;
  const call = isCalled ? text : `${text}()`;
  return isPromised(value, sources) ? `await ${call};` : `${call};`;
}

function around(node: ts.Node): Stretch {
  const file = node.getSourceFile();
  return { file, start: node.getStart(file), end: node.end };
}

function inside(block: ts.Block): Stretch {
  const { file, start, end } = around(block);
  return { file, start: start + 1, end: end - 1 };
}

function isPromised(value: ts.Expression, { checker }: Sources): boolean {
  const type = checker.getTypeAtLocation(value);
  return type
    .getCallSignatures()
    .some((call) => call.getReturnType().getProperty("then") !== undefined);
}

/** What is said of a function, above it. */
export function commentAbove(node: ts.FunctionDeclaration): string {
  const { text } = node.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const isMark = (comment: string) => /^\/\/ #(end)?region\b/.test(comment);
  return comments
    .map(({ pos, end }) => text.slice(pos, end))
    .filter((comment) => !isMark(comment))
    .join("\n");
}

/** The statements that stay when `body` has been opened up. */
export function withoutOpened(
  statements: readonly ts.Statement[],
  body: ts.FunctionDeclaration | undefined,
): ts.Statement[] {
  return statements.filter((each) => each !== (body && statementOf(body)));
}
