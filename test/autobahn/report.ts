// What the suite found out, counted.
//
// Always true:
//   - a case has passed only if both the behaviour and the close were found
//     good; a verdict that we do not know is a failure
//   - a case that was to run and is not in the report has not passed

/** The suite's `index.json`: its verdicts on each case, by server. */
export type Index = Record<string, Record<string, Verdict>>;

export interface Verdict {
  behavior: string;
  behaviorClose: string;
}

const groups = ["OK", "non-strict", "informational", "failed", "missing"];

// From the best to the worst: a case is as good as the worse of its verdicts.
const ranks = ["OK", "INFORMATIONAL", "NON-STRICT"];
const groupOfRank = ["OK", "informational", "non-strict"];

export interface Report {
  name: string;
  total: number;
  /** The cases of each group, in the order of the suite. */
  cases: ReadonlyMap<string, readonly string[]>;
}

/** Sorts the `expected` cases by what `index` says of the server `name`. */
export function readReport(
  name: string,
  expected: readonly string[],
  index: Index,
): Report {
  const verdicts = index[name] ?? {};
  const cases = new Map(groups.map((group) => [group, [] as string[]]));
  for (const id of expected) cases.get(groupOf(verdicts[id]))?.push(id);
  return { name, total: expected.length, cases };
}

function groupOf(verdict: Verdict | undefined): string {
  if (!verdict) return "missing";
  const { behavior, behaviorClose } = verdict;
  const both = [behavior, behaviorClose].map((word) => ranks.indexOf(word));
  if (both.includes(-1)) return "failed";
  return groupOfRank[Math.max(...both)] ?? "failed";
}

/** Whether every case ran, and none failed. */
export function hasPassed({ total, cases }: Report): boolean {
  const bad = ["failed", "missing"].flatMap((group) => cases.get(group) ?? []);
  return total > 0 && bad.length === 0;
}

/** A table of all reports, and below it the names of the cases not OK. */
export function describeReports(reports: readonly Report[]): string {
  const head = ["", "cases", ...groups];
  const rows = reports.map(({ name, total, cases }) => [
    name,
    String(total),
    ...groups.map((group) => String(cases.get(group)?.length ?? 0)),
  ]);
  return [head, ...rows]
    .map((row) => row.map((cell, at) => pad(cell, head, at)).join("  "))
    .concat(reports.flatMap(namesNotOk))
    .join("\n");
}

const nameColumns = 6;

function pad(cell: string, head: readonly string[], at: number): string {
  if (at === 0) return cell.padEnd(nameColumns);
  return cell.padStart(head[at]?.length ?? 0);
}

function namesNotOk({ name, cases }: Report): string[] {
  return [...cases]
    .filter(([group, ids]) => group !== "OK" && ids.length > 0)
    .map(([group, ids]) => `${name}, ${group}: ${ids.join(", ")}`);
}
