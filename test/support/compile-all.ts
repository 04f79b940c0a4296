// Before any test: what tests will start is compiled, in one process and once.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compiled } from "./quick-hooks.js";

const root = join(import.meta.dirname, "../..");

export default async function compileAll(): Promise<void> {
  for (const folder of ["lessons", "test/fixtures"]) {
    const files = readdirSync(join(root, folder), {
      recursive: true,
      encoding: "utf8",
    });
    for (const file of files.filter((name) => name.endsWith(".ts"))) {
      const path = join(root, folder, file);
      await compiled(path, pathToFileURL(path).href);
    }
  }
}
