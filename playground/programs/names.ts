// What everything is called in the one file.
//
// Always true of the names chosen:
//   - no two things have the same one
//   - none is one that the playground knows and the program uses
//   - none means something else where it is written

import { basename } from "node:path";
import ts from "typescript";
import type { Reached, Reference } from "./reach.ts";
import { statementOf } from "./reach.ts";
import type { Sources } from "./sources.ts";

export type Names = ReadonlyMap<ts.Symbol, string>;

/** The name of everything reached: its own, or one that says whence it is. */
export function chooseNames(reached: Reached, sources: Sources): Names {
  const { globals, imports, references } = reached;
  const names = new Map<ts.Symbol, string>();
  for (const symbol of imports) {
    names.set(symbol, sources.entrance.get(symbol) ?? symbol.name);
  }
  const taken = new Set([...globals, ...names.values()]);
  for (const symbol of declared(reached)) {
    const name = [symbol.name, longName(symbol)].find((it) => !taken.has(it));
    if (!name) throw new Error(`two things called "${longName(symbol)}"`);
    taken.add(name);
    names.set(symbol, name);
  }
  for (const reference of references) refuseCapture(reference, names, sources);
  return names;
}

/** What the statements declare, in their order. */
function declared({ references, statements }: Reached): ts.Symbol[] {
  const order = new Map(statements.map((statement, at) => [statement, at]));
  const place = ({ declarations }: ts.Symbol) => {
    const statement = declarations?.[0] && statementOf(declarations[0]);
    return (statement && order.get(statement)) ?? -1;
  };
  return [...new Set(references.map(({ target }) => target))]
    .filter((symbol) => place(symbol) >= 0)
    .sort((one, other) => place(one) - place(other));
}

// `close` of door.ts becomes `doorClose`, and `Member` of it `DoorMember`.
function longName({ name, declarations }: ts.Symbol): string {
  const file = declarations?.[0]?.getSourceFile().fileName ?? "";
  const words = [...basename(file, ".ts").split("-"), name];
  const [first = "", ...others] = words.map(capitalised);
  const isLower = /^[a-z]/.test(name);
  const start = isLower ? first.charAt(0).toLowerCase() : first.charAt(0);
  return [start + first.slice(1), ...others].join("");
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A new name must not be that of a local thing where it is written. */
function refuseCapture(
  { identifier, target }: Reference,
  names: Names,
  { checker }: Sources,
): void {
  const name = names.get(target);
  if (name === undefined || name === identifier.text) return;
  const meaning = ts.SymbolFlags.Value | ts.SymbolFlags.Type;
  const isLocal = checker
    .getSymbolsInScope(identifier, meaning)
    .some(
      ({ name: known, declarations = [] }) =>
        known === name && !declarations.some(statementOf),
    );
  if (isLocal) throw new Error(`"${name}", which a local thing is called too`);
}
