// What an editor asks about a program: what is wrong, what a name is, what could
// stand here. TypeScript answers, over files that lie in memory.

import {
  createSystem,
  createVirtualTypeScriptEnvironment,
  type VirtualTypeScriptEnvironment,
} from "@typescript/vfs";
import ts from "typescript";
import { type Compiled, compile, fileName, type Problem } from "./compile.ts";
import { isInternal } from "./internals.ts";

/** What a name is, in code, and what its docstring says. */
export interface Hover {
  from: number;
  to: number;
  signature: string;
  documentation: string;
}

export interface Completion {
  name: string;
  /** TypeScript's word for it: `method`, `const`. */
  kind: string;
}

export interface Completions {
  /** Where the word begins that is being completed. */
  from: number;
  entries: Completion[];
}

const path = `/${fileName}`;
const mostCompletions = 500;

/** How strictly a program is read: as the course itself is. */
export const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
};

export class Service {
  readonly #environment: VirtualTypeScriptEnvironment;
  #text = " ";

  /** `files` holds the types of the language and of "rendezvous", by path. */
  constructor(files: Readonly<Record<string, string>>) {
    const system = createSystem(new Map(Object.entries(files)));
    const roots = ["/globals.d.ts"];
    this.#environment = createVirtualTypeScriptEnvironment(
      system,
      roots,
      ts,
      options,
    );
    this.#environment.createFile(path, this.#text);
  }

  compile(text: string): Compiled {
    return compile(text);
  }

  // #region diagnose
  /** What is wrong with `text`, also what does not stop it from running. */
  diagnose(text: string): Problem[] {
    const service = this.#read(text);
    const { problems = [] } = compile(text);
    const found = [
      ...service.getSyntacticDiagnostics(path),
      ...service.getSemanticDiagnostics(path),
    ].map(({ start = 0, length = 0, messageText }) => ({
      from: start,
      to: start + length,
      message: withoutAdvice(
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      ),
    }));
    // Where we say ourselves what is possible, TypeScript need not.
    const others = found.filter(
      ({ from, to }) =>
        !problems.some((own) => own.from <= from && to <= own.to),
    );
    return [...problems, ...others];
  }
  // #endregion diagnose

  complete(text: string, position: number): Completions {
    const found = this.#read(text).getCompletionsAtPosition(path, position, {
      includeSymbol: true,
    });
    const start = found?.optionalReplacementSpan?.start;
    return {
      from:
        start ??
        position - (/[\w$]*$/.exec(text.slice(0, position))?.[0].length ?? 0),
      entries: (found?.entries ?? [])
        .filter(({ symbol }) => !isInternal(symbol))
        .slice(0, mostCompletions)
        .map(({ name, kind }) => ({ name, kind })),
    };
  }

  /** More about one of the completions at `position`. */
  describe(text: string, position: number, name: string): Hover | undefined {
    const details = this.#read(text).getCompletionEntryDetails(
      ...([path, position, name] as const),
      ...([{}, undefined, undefined, undefined] as const),
    );
    if (!details) return undefined;
    const { displayParts, documentation } = details;
    return hover(position, position, displayParts, documentation);
  }

  hover(text: string, position: number): Hover | undefined {
    const info = this.#read(text).getQuickInfoAtPosition(path, position);
    if (!info) return undefined;
    const { textSpan, displayParts, documentation } = info;
    const { start, length } = textSpan;
    return hover(start, start + length, displayParts, documentation);
  }

  #read(text: string): ts.LanguageService {
    // An empty file is none for the environment.
    const next = text === "" ? " " : text;
    // To update it is to check all of it anew.
    if (next !== this.#text) this.#environment.updateFile(path, next);
    this.#text = next;
    return this.#environment.languageService;
  }
}

// What to install and which option to change is nothing that a page can do.
function withoutAdvice(message: string): string {
  return message.replace(/ (Do you need to|Try) .*$/s, "");
}

function hover(
  from: number,
  to: number,
  signature: ts.SymbolDisplayPart[] | undefined,
  documentation: ts.SymbolDisplayPart[] | undefined,
): Hover {
  return {
    from,
    to,
    signature: ts.displayPartsToString(signature),
    documentation: ts.displayPartsToString(documentation),
  };
}
