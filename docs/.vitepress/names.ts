// The names in a stretch of code that a reader may want a word about.
//
// A name is chosen where the stretch itself does not say what it is:
//   - it is imported, or declared in the same file but outside of the stretch
//   - it is a variable that says no type, and has one that is worth saying
//   - it is a member declared in this repository, outside of the stretch
// each where it comes first, and in this order if there are more than `mostNames`.
// Nothing is said of what everybody knows (a string, what the language declares),
// nor where there is nothing to say (wording.ts).

import { join } from "node:path";
import ts from "typescript";
import { word } from "./wording.ts";

const mostNames = 8;

/** A name from `from` to `to` in its file, and what is said of it. */
export interface Name {
  from: number;
  to: number;
  text: string;
}

/** What TypeScript knows of `files` and of what they import. */
export class Names {
  readonly #service: ts.LanguageService;
  #version = 0;

  /** The options are those of the tsconfig.json in `root`. */
  constructor(root: string, files: readonly string[]) {
    const options = readOptions(root);
    this.#service = ts.createLanguageService({
      ...disk,
      getCompilationSettings: () => options,
      getCurrentDirectory: () => root,
      getScriptFileNames: () => [...files],
      // Without it TypeScript looks at every file before each answer.
      getProjectVersion: () => `${this.#version}`,
    });
  }

  /**
   * The names to speak of between `from` and `to` in `file`, in order. `text` is
   * what the file holds today.
   */
  find(file: string, text: string, from: number, to: number): Name[] {
    if (this.#read(file)?.text !== text) this.#version++;
    const source = this.#read(file);
    const checker = this.#service.getProgram()?.getTypeChecker();
    if (!source || !checker) return [];
    const chosen: (Name & { rule: number })[] = [];
    for (const { node, rule } of candidates(checker, { source, from, to })) {
      const start = node.getStart(source);
      const said = word(this.#service.getQuickInfoAtPosition(file, start));
      if (said === "" || chosen.some(({ text }) => text === said)) continue;
      chosen.push({ rule, from: start, to: node.end, text: said });
    }
    return chosen
      .toSorted((one, other) => one.rule - other.rule)
      .slice(0, mostNames)
      .map(({ from, to, text }) => ({ from, to, text }))
      .toSorted((one, other) => one.from - other.from);
  }

  #read(file: string): ts.SourceFile | undefined {
    return this.#service.getProgram()?.getSourceFile(file);
  }
}

function readOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  ) as { config: { compilerOptions: unknown } };
  return ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
    .options;
}

const { sys } = ts;

const disk = {
  getDefaultLibFileName: (options: ts.CompilerOptions) =>
    ts.getDefaultLibFilePath(options),
  getScriptVersion: (path: string) =>
    `${sys.getModifiedTime?.(path)?.getTime()}`,
  getScriptSnapshot(path: string) {
    const text = sys.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  readFile: (path: string) => sys.readFile(path),
  fileExists: (path: string) => sys.fileExists(path),
  directoryExists: (path: string) => sys.directoryExists(path),
  getDirectories: (path: string) => sys.getDirectories(path),
  realpath: (path: string) => sys.realpath?.(path) ?? path,
};

interface Stretch {
  source: ts.SourceFile;
  from: number;
  to: number;
}

interface Candidate {
  node: ts.Node;
  /** Which of the rules speaks for it, the first being 0. */
  rule: number;
}

function candidates(checker: ts.TypeChecker, stretch: Stretch): Candidate[] {
  const seen = new Set<ts.Declaration>();
  return identifiersIn(stretch).flatMap((node) => {
    const named = checker.getSymbolAtLocation(node);
    const isImported = hasFlag(named?.flags, ts.SymbolFlags.Alias);
    const symbol =
      named && isImported ? checker.getAliasedSymbol(named) : named;
    const [made] = symbol?.declarations ?? [];
    if (!symbol || !made || seen.has(made)) return [];
    seen.add(made);
    if (isImported) return [{ node, rule: 0 }];
    const isPlain =
      hasFlag(symbol.flags, ts.SymbolFlags.Value) &&
      hasFlag(checker.getTypeOfSymbol(symbol).flags, plain);
    const rule = isPlain ? undefined : ruleFor(made, stretch);
    return rule === undefined ? [] : [{ node, rule }];
  });
}

function identifiersIn({ source, from, to }: Stretch) {
  const found: (ts.Identifier | ts.PrivateIdentifier)[] = [];
  const visit = (node: ts.Node): void => {
    if (node.end <= from || node.pos >= to) return;
    if (ts.isImportDeclaration(node)) return; // it is said where it is used
    if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) {
      return ts.forEachChild(node, visit);
    }
    if (node.getStart(source) >= from && node.end <= to) found.push(node);
  };
  visit(source);
  return found;
}

/** The rule for a name that was not imported and is `made` somewhere. */
function ruleFor(made: ts.Declaration, stretch: Stretch): number | undefined {
  const { source, from, to } = stretch;
  const start = (ts.getNameOfDeclaration(made) ?? made).getStart();
  const file = made.getSourceFile();
  if (file === source && start >= from && start < to) {
    return saysNoType(made) ? 1 : undefined;
  }
  if (file.fileName.includes("/node_modules/")) return undefined;
  if (ts.isTypeParameterDeclaration(made)) return undefined;
  return isMember(made) ? 2 : 0;
}

function hasFlag(flags: number | undefined, flag: number): boolean {
  return ((flags ?? 0) & flag) !== 0;
}

const plain =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.VoidLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.TypeParameter;

/** Whether neither a type nor the value beside a variable says what it is. */
function saysNoType(made: ts.Declaration): boolean {
  if (ts.isBindingElement(made)) return made.initializer === undefined;
  if (!ts.isVariableDeclaration(made) && !ts.isParameter(made)) return false;
  if (made.type || made.name.getText().startsWith("_")) return false;
  const { initializer: value } = made;
  return !value || !speaksForItself(value);
}

function speaksForItself(value: ts.Expression): boolean {
  return (
    ts.isNewExpression(value) ||
    ts.isFunctionLike(value) ||
    ts.isLiteralExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isAsExpression(value)
  );
}

function isMember(made: ts.Declaration): boolean {
  return (
    ts.isClassElement(made) ||
    ts.isTypeElement(made) ||
    ts.isObjectLiteralElement(made)
  );
}
