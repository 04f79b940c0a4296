import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What a test tells Node to `--import`, so that it loads TypeScript fast. */
export const loader = pathToFileURL(join(import.meta.dirname, "quick.js")).href;
