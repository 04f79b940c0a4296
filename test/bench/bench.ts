// npm run bench NAME [words]: measures, and prints a table. `--record` also
// writes what docs/benchmarks.md shows.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const [name = "", ...words] = process.argv.slice(2);

interface Benchmark {
  main(words: readonly string[]): Promise<void>;
}

if (names.includes(name)) {
  const file = join(import.meta.dirname, name, "main.ts");
  const benchmark = (await import(pathToFileURL(file).href)) as Benchmark;
  await benchmark.main(words).catch(refuse);
} else {
  console.error(
    `expected a benchmark, one of ${names.join(", ")}, got "${name}"`,
  );
  process.exitCode = 1;
}

// A wrong word is answered with a sentence; anything else is news.
function refuse(error: NodeJS.ErrnoException): void {
  if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
