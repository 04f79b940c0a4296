// What a demo reaches: the statements it needs, and theirs, to the end.
//
// Always true of what is reached:
//   - statements stand in the order in which the files would have run them
//   - every name in them is one of: declared by them, exported by "rendezvous",
//     local, or known to the playground

import ts from "typescript";
import { namesIn } from "./identifiers.ts";
import { isStarter, type Sources, withImports } from "./sources.ts";

/** A name that stands for something at the top of a file. */
export interface Reference {
  readonly identifier: ts.Identifier;
  readonly target: ts.Symbol;
}

export interface Reached {
  readonly statements: readonly ts.Statement[];
  /** All names that stand for a statement or for an import. */
  readonly references: readonly Reference[];
  /** What is imported from "rendezvous". */
  readonly imports: ReadonlySet<ts.Symbol>;
  /** The names that the playground knows, as far as they are used. */
  readonly globals: ReadonlySet<string>;
}

/** What `start` reaches, which stands in the lesson's `main.ts`. */
export function reach(start: ts.Node, sources: Sources): Reached {
  const reached = {
    statements: new Set<ts.Statement>(),
    references: [] as Reference[],
    imports: new Set<ts.Symbol>(),
    globals: new Set<string>(),
  };
  const left = [start];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    for (const identifier of namesIn(node)) {
      for (const statement of follow(identifier, reached, sources)) {
        if (reached.statements.has(statement)) continue;
        reached.statements.add(statement);
        left.push(statement);
      }
    }
  }
  return {
    ...reached,
    statements: inOrder(reached.statements, start.getSourceFile(), sources),
  };
}

interface Growing {
  references: Reference[];
  imports: Set<ts.Symbol>;
  globals: Set<string>;
}

/** Notes what `identifier` stands for, and says which statements make it. */
function follow(
  identifier: ts.Identifier,
  { references, imports, globals }: Growing,
  sources: Sources,
): ts.Statement[] {
  const target = sources.meaning(identifier);
  const declarations = target?.declarations ?? [];
  if (!target || declarations.length === 0) {
    if (isKnown(identifier)) return [];
    throw new Error(`the unknown name "${identifier.text}"`);
  }
  if (sources.entrance.has(target)) {
    imports.add(target);
    references.push({ identifier, target });
    return [];
  }
  refuseNameless(target, identifier);
  const statements = declarations.flatMap((each) => statementOf(each) ?? []);
  if (statements.length === 0) return [];
  if (isLibrary(statements)) globals.add(identifier.text);
  else references.push({ identifier, target });
  return statements.filter((each) => isOurs(each, identifier, sources));
}

// What the language itself knows has no declaration.
function isKnown({ text }: ts.Identifier): boolean {
  return ["undefined", "globalThis", "const", "arguments"].includes(text);
}

// In one file there is no module to be named, and no default.
function refuseNameless(target: ts.Symbol, { text }: ts.Identifier): void {
  const isModule = target.declarations?.some(ts.isSourceFile) ?? false;
  if (isModule) throw new Error(`a module by the name "${text}"`);
  if (target.name !== "default") return;
  throw new Error(`a default export by the name "${text}"`);
}

function isLibrary(statements: readonly ts.Statement[]): boolean {
  return statements.every((each) => each.getSourceFile().isDeclarationFile);
}

function isOurs(
  statement: ts.Statement,
  { text }: ts.Identifier,
  sources: Sources,
): boolean {
  const file = statement.getSourceFile();
  if (file.isDeclarationFile) return false;
  if (!sources.isRuntime(file)) return true;
  throw new Error(`the name "${text}", which "rendezvous" does not export`);
}

/** The statement at the top of a file that declares it, if one does. */
export function statementOf(declaration: ts.Node): ts.Statement | undefined {
  let node = declaration;
  while (
    ts.isBindingElement(node) ||
    ts.isArrayBindingPattern(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isVariableDeclarationList(node)
  ) {
    node = node.parent;
  }
  if (!node.parent || !ts.isSourceFile(node.parent)) return undefined;
  return node as ts.Statement;
}

function inOrder(
  statements: ReadonlySet<ts.Statement>,
  start: ts.SourceFile,
  sources: Sources,
): ts.Statement[] {
  return withImports(start, sources.imported).flatMap((file) => {
    const kept = file.statements.filter((each) => statements.has(each));
    if (kept.length > 0 && !isStarter(file)) refuseEffects(file);
    return kept;
  });
}

// It would be lost: nobody reaches it by name.
function refuseEffects(file: ts.SourceFile): void {
  const effect = file.statements.find((statement) => !isQuiet(statement));
  if (!effect) return;
  throw new Error(`a file that acts by itself: ${effect.getText()}`);
}

function isQuiet(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return Boolean(statement.importClause);
  return (
    ts.isVariableStatement(statement) || ts.isDeclarationStatement(statement)
  );
}
