// The lessons as the compiler sees them: what a name means where it stands.
//
// Always true:
//   - what is there beside the language is what the playground has, so a name
//     that Node alone knows (`process`, `node:…`) has no meaning here
//   - a name of the public entrance is known by its symbol, whatever path it was
//     imported from

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

export const root = join(import.meta.dirname, "../..");
const entrancePath = join(root, "lessons/index.ts");
const globalsPath = join(root, "playground/compiler/globals.d.ts");

export interface Sources {
  readonly checker: ts.TypeChecker;
  /** What "rendezvous" exports, and under which name. */
  readonly entrance: ReadonlyMap<ts.Symbol, string>;
  /** The file at this absolute path; throws if nothing imports it. */
  readonly file: (path: string) => ts.SourceFile;
  /** Whether the entrance is made of it: nobody needs a second scheduler. */
  readonly isRuntime: (file: ts.SourceFile) => boolean;
  /** The file that an import of `file` names, if it is one of the lessons'. */
  readonly imported: (from: ts.Expression) => ts.SourceFile | undefined;
  /** What `identifier` stands for, seen through every import. */
  readonly meaning: (identifier: ts.Identifier) => ts.Symbol | undefined;
}

/** Opens the files at `paths`, and all that they import. */
export function openSources(paths: readonly string[]): Sources {
  const program = ts.createProgram(
    [globalsPath, entrancePath, ...paths],
    readOptions(),
  );
  const checker = program.getTypeChecker();
  const file = (path: string) => {
    const found = program.getSourceFile(path);
    if (found) return found;
    throw new Error(`expected a file of the lessons, got "${path}"`);
  };
  const imported = (from: ts.Expression) =>
    checker.getSymbolAtLocation(from)?.declarations?.find(ts.isSourceFile);
  const entrance = file(entrancePath);
  const runtime = new Set(withImports(entrance, imported));
  return {
    checker,
    entrance: exportsOf(entrance, checker),
    file,
    isRuntime: (file) => runtime.has(file),
    imported,
    meaning: (identifier) => meaningOf(identifier, checker),
  };
}

/** The options of the project, but for Node. */
function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
    readFileSync(path, "utf8"),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      types: [],
    },
    root,
  );
  return options;
}

/** `file` and what it imports: first what is needed first. */
export function withImports(
  file: ts.SourceFile,
  imported: Sources["imported"],
  seen = new Set<ts.SourceFile>(),
): ts.SourceFile[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const needed = file.statements.flatMap((statement) => {
    const from = importedFrom(statement);
    const target = from && imported(from);
    return target ? withImports(target, imported, seen) : [];
  });
  return [...needed, file];
}

/** `main.ts` of a lesson starts its demos, and its words are for a terminal. */
export function isStarter(file: ts.SourceFile): boolean {
  return basename(file.fileName) === "main.ts";
}

function importedFrom(statement: ts.Statement): ts.Expression | undefined {
  return ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
    ? statement.moduleSpecifier
    : undefined;
}

function exportsOf(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): Map<ts.Symbol, string> {
  const module = checker.getSymbolAtLocation(file);
  const exported = module ? checker.getExportsOfModule(module) : [];
  return new Map(
    exported.map((symbol) => [original(symbol, checker), symbol.name]),
  );
}

function meaningOf(
  identifier: ts.Identifier,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const { parent } = identifier;
  const symbol =
    ts.isShorthandPropertyAssignment(parent) && parent.name === identifier
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(identifier);
  return symbol && original(symbol, checker);
}

function original(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return isAlias ? checker.getAliasedSymbol(symbol) : symbol;
}
