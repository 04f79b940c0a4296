import type { Exploration, Found } from "rendezvous";

/** Prints what is claimed, and below it each ending with its shortest schedule. */
export function tell({ claim, endings }: Exploration): void {
  console.log(claim);
  const rows = endings.map(({ kind, count, schedule }) => ({
    count: count.toLocaleString("en"),
    words: `${kind}  ${schedule || '""'}`,
  }));
  const width = Math.max(...rows.map(({ count }) => count.length));
  rows.forEach(({ count, words }, index) => {
    console.log(`  ${count.padStart(width)} × ${words}`);
    for (const line of details(endings[index])) console.log(`      ${line}`);
  });
}

function details(found: Found | undefined): string[] {
  if (found === undefined) return [];
  const { output, waiting, error } = found;
  const thrown = error ? [error] : [];
  return [...output.map((line) => `> ${line}`), ...waiting, ...thrown];
}
