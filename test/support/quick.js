// `node --import ./test/support/quick.js main.ts`: the same as `--import tsx`, for
// tests that start a hundred processes. What has been compiled once is kept below
// `.cache`, until its source changes.

import { register } from "node:module";

process.setSourceMapsEnabled(true); // reports name the lines of the .ts files
register("./quick-hooks.js", import.meta.url);
