// Where a twin prints something else than its main.go, and why it has to.
// README.md tells the same in prose.

export interface Difference {
  program: string;
  /** A line of Go's report, and what stands there in ours. */
  go: string;
  here: string;
  reason: string;
}

export const differences: readonly Difference[] = [
  {
    program: "deadlock-ab-ba",
    go: "main.main.func1(...)",
    here: "main.both(...)",
    reason:
      "a function that is bound to a name has that name in JavaScript; in Go it is a literal of main",
  },
  {
    program: "panic-values",
    go: "main.main.deferwrap1(...)",
    here: "main.main(...)",
    reason:
      "Go makes a function of a deferred call; what throws here is part of main",
  },
  {
    program: "panic-int",
    go: "main.main.deferwrap1(...)",
    here: "main.main(...)",
    reason:
      "Go makes a function of a deferred call; a catch block is part of main",
  },
];

/** What the twin of `program` reports if it does as Go does. */
export function expectedReport(program: string, recorded: string): string {
  return differences
    .filter((each) => each.program === program)
    .reduce((report, { go, here }) => {
      if (!report.includes(go)) {
        throw new Error(`expected "${go}" in what Go reported of ${program}`);
      }
      return report.replaceAll(go, here);
    }, recorded);
}
