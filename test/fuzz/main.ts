// npm run fuzz NAME [words]: sends what chance comes up with, until a time or a
// number is spent, and says how it ended.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const [name = "", ...words] = process.argv.slice(2);

interface Fuzzer {
  main(words: readonly string[]): Promise<void>;
}

if (names.includes(name)) {
  const file = join(import.meta.dirname, name, "main.ts");
  const fuzzer = (await import(pathToFileURL(file).href)) as Fuzzer;
  await fuzzer.main(words).catch(refuse);
} else {
  console.error(`expected a fuzzer, one of ${names.join(", ")}, got "${name}"`);
  process.exitCode = 1;
}

// A wrong word is answered with a sentence; anything else is news.
function refuse(error: NodeJS.ErrnoException): void {
  const isWord = error.code?.startsWith("ERR_PARSE_ARGS");
  if (!isWord && !(error instanceof RangeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
