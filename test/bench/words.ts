// What the words of a benchmark mean, and what it says if they mean nothing.

import { parseArgs } from "node:util";

/** The options that benchmarks share. Throws for any other, as `parseArgs` does. */
export function readOptions(words: readonly string[]) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      repetitions: { type: "string" },
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      record: { type: "boolean", default: false },
    },
  });
  return values;
}

/** How often to repeat, from 1 to 999. */
export function readCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  return giveUp(`expected --repetitions to be a number from 1, got "${text}"`);
}

/** The subjects that `--only a,b` names, all of them where it was not said. */
export function choose<Subject extends { name: string }>(
  subjects: readonly Subject[],
  only: string | undefined,
): Subject[] {
  if (only === undefined) return [...subjects];
  const names = only.split(",");
  const chosen = subjects.filter(({ name }) => names.includes(name));
  if (chosen.length === new Set(names).size) return chosen;
  const all = subjects.map(({ name }) => name).join(", ");
  return giveUp(`expected --only to name some of ${all}, got "${only}"`);
}

/** Only there can one ask what a process has used. */
export function expectLinux(): void {
  if (process.platform === "linux") return;
  giveUp("expected Linux, whose /proc says what a process has used");
}

function giveUp(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
