// The code of lessons 2 to 5 in a browser: what it imports from Node comes from
// small modules of the playground. Only there; a page that is rendered at build
// time has Node itself.

import { join } from "node:path";
import type { Plugin } from "vitepress";
import { root } from "./repository.ts";

const folder = join(root, "playground/frames/node");

const replaced: Record<string, string> = {
  "node:buffer": join(folder, "buffer.ts"),
  "node:crypto": join(folder, "crypto.ts"),
  "node:http": join(folder, "http.ts"),
};

export function nodeInBrowser(): Plugin {
  return {
    name: "node-in-browser",
    enforce: "pre",
    resolveId(id, _importer, { ssr }) {
      return ssr ? undefined : replaced[id];
    },
  };
}
