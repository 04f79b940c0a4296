// The learner's program as something that can be called: once as it stands, or
// again and again as the body of one goroutine.

import * as rendezvous from "rendezvous";
import { fixedSeed, seedChance } from "./chance.ts";

/** A whole program; it calls `main` and the like of whatever it is given. */
export type Body = (given: object) => Promise<void>;

/** The program that the compiler made `code` of. */
export function bodyOf(code: string): Body {
  // An indirect eval: of all that is here it sees what is global, and no more.
  return (0, eval)(code) as Body;
}

/** All that a program can import; a name that is not there is said so. */
export function entrance(changed: object = {}): object {
  return new Proxy(
    { ...rendezvous, ...changed },
    {
      get(all, name) {
        if (Object.hasOwn(all, name)) return Reflect.get(all, name) as unknown;
        // Who prints it, or returns it from a promise, asks for these.
        if (typeof name === "symbol" || name === "then") return undefined;
        throw new SyntaxError(
          `expected a name that "rendezvous" has, got "${name}"`,
        );
      },
    },
  );
}

// #region whole
/**
 * The program as the body of one goroutine, made anew with each call: what its
 * main does, and before it all that stands outside. Each call has the same chance.
 */
export function wholeOf(body: Body): () => Promise<unknown> {
  return async () => {
    let program: (() => unknown) | undefined;
    const main = (given: () => unknown): void => {
      if (program)
        throw new Error("expected one main in a program, got a second");
      program = given;
    };
    seedChance(fixedSeed);
    await body(entrance({ main }));
    if (!program) throw new NoMainError();
    return program();
  };
}
// #endregion whole

/** A program without a `main` has no order of its own to choose. */
export class NoMainError extends Error {
  constructor() {
    super(
      "expected a program that calls main, got one that does not: only the order of a main's goroutines can be explored",
    );
  }
}
