// The twins as JavaScript: `node --import tsx` would compile the runtime anew for
// each of them, which takes three times as long as all that they do.

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { compile } from "../support/compile.js";

const root = join(import.meta.dirname, "../..");
const output = join(root, ".cache/twins");

const javaScriptImports = {
  rewriteRelativeImportExtensions: true,
  inlineSourceMap: false,
};

let compiled: string | undefined;

/** The folder of the compiled repository; the first call fills it. */
export function compiledTwins(): string {
  return (compiled ??= compileTwins());
}

function compileTwins(): string {
  rmSync(output, { recursive: true, force: true });
  for (const file of sources()) {
    const target = join(output, file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    const source = readFileSync(join(root, file), "utf8");
    const { href } = pathToFileURL(join(root, file));
    writeFileSync(target, compile(source, href, javaScriptImports));
  }
  const name = "rendezvous";
  const exports = { ".": "./lessons/index.js" };
  const manifest = JSON.stringify({ name, type: "module", exports });
  writeFileSync(join(output, "package.json"), manifest);
  return output;
}

function sources(): string[] {
  return [
    "lessons/index.ts",
    "lessons/host.ts",
    ...list("lessons", /^(0[6-9]|[1-9]\d)-[^/]+\/[^/]+\.ts$/),
    ...list("test/go", /^([^/]+\/main|preload|normalise)\.ts$/),
  ];
}

function list(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => pattern.test(file))
    .map((file) => `${folder}/${file}`);
}
