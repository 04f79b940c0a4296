// @ts-check
// How quick.js loads a module: on a thread of its own, which Node gives to hooks.

import {
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache/quick");

/** @type {import("node:module").LoadHook} */
export async function load(url, context, next) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) {
    return next(url, context);
  }
  const source = await compiled(fileURLToPath(url), url);
  return { format: "module", source, shortCircuit: true };
}

/**
 * The JavaScript of `file`, whose URL is `url`; compiled if that is to be done.
 *
 * @param {string} file
 * @param {string} url
 */
export async function compiled(file, url) {
  const kept = join(cache, `${relative(root, file)}.js`);
  if (changed(kept) > changed(file)) return readFileSync(kept, "utf8");
  const { compile } = await import("./compile.js");
  const output = compile(readFileSync(file, "utf8"), url);
  // Whole or not at all: another process may want it at this moment.
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, output);
  renameSync(`${kept}.${process.pid}`, kept);
  return output;
}

/** @param {string} file */
function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
