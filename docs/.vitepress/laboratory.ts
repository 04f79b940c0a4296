// What the playground is given when the site is built, made from the lessons and
// written down nowhere:
//
//   virtual:laboratory/worker     the worker and the runtime, one script
//   virtual:laboratory/types      the types of "rendezvous" and of the language
//   virtual:laboratory/programs   which programs there are …
//   virtual:laboratory/lessons    … and their texts: of the lessons' demos
//   virtual:laboratory/museum     … of the museum's kernels

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { build, type Plugin } from "vite";
import { listPrograms } from "../../playground/programs/programs.ts";
import { isOfMuseum, type Program } from "../../playground/programs/program.ts";
import { root } from "./repository.ts";

const prefix = "virtual:laboratory/";

const makers: Readonly<Record<string, () => Promise<string> | string>> = {
  worker: async () => exporting(await bundleWorker()),
  types: () => exporting(typeFiles()),
  programs: async () => exporting((await programs()).map(withoutText)),
  lessons: () => texts((each) => !isOfMuseum(each)),
  museum: () => texts(isOfMuseum),
};

function exporting(value: unknown): string {
  return `export default ${JSON.stringify(value)}`;
}

let made: Promise<Program[]> | undefined;

/** Every program, made once. */
export function programs(): Promise<Program[]> {
  return (made ??= listPrograms());
}

export function laboratory(): Plugin {
  return {
    name: "laboratory",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const make = makers[id.slice(prefix.length + 1)];
      if (!make)
        throw new Error(`expected a part of the laboratory, got ${id}`);
      return make();
    },
  };
}

function withoutText({ text, ...title }: Program): Omit<Program, "text"> {
  void text;
  return title;
}

async function texts(isWanted: (each: Program) => boolean): Promise<string> {
  const wanted = (await programs()).filter(isWanted);
  return exporting(
    Object.fromEntries(wanted.map(({ id, text }) => [id, text])),
  );
}

/**
 * The worker with all it imports, as the text of one script. No module: a frame
 * without an origin has workers, and Chromium loads no module into them.
 */
export async function bundleWorker(): Promise<string> {
  const entry = join(root, "playground/worker/main.ts");
  const result = await build({
    configFile: false,
    root,
    logLevel: "error",
    publicDir: false,
    define: { "import.meta.url": "location.href" },
    build: {
      write: false,
      target: "es2023",
      lib: { entry, formats: ["iife"], name: "worker", fileName: "worker" },
    },
  });
  const [bundle] = Array.isArray(result) ? result : [result];
  const [chunk] = bundle && "output" in bundle ? bundle.output : [];
  if (chunk?.type !== "chunk") throw new Error("expected a worker, got none");
  return chunk.code;
}

// #region types
const lib = dirname(createRequire(import.meta.url).resolve("typescript"));

/** Every file that the language service needs, by the path it has there. */
export function typeFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  addLibrary("lib.es2023.d.ts", files);
  const globals = join(root, "playground/compiler/globals.d.ts");
  files["/globals.d.ts"] = readFileSync(globals, "utf8");
  return { ...files, ...declarations() };
}

// Without the DOM: a program has none.
function addLibrary(name: string, files: Record<string, string>): void {
  if (files[`/${name}`] !== undefined) return;
  const text = readFileSync(join(lib, name), "utf8");
  files[`/${name}`] = text;
  for (const [, more = ""] of text.matchAll(/reference lib="([^"]+)"/g)) {
    addLibrary(`lib.${more}.d.ts`, files);
  }
}

/** The types of the entrance, with their docstrings. */
function declarations(): Record<string, string> {
  const entry = join(root, "lessons/index.ts");
  const program = ts.createProgram([entry], {
    ...{ declaration: true, emitDeclarationOnly: true, skipLibCheck: true },
    ...{ strict: true, allowImportingTsExtensions: true, types: ["node"] },
    ...{ exactOptionalPropertyTypes: true, rootDir: root },
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const files: Record<string, string> = {};
  program.emit(undefined, (path, text) => {
    const name = path.slice(path.indexOf("lessons/"));
    files[`/node_modules/rendezvous/${name}`] = text.replace(/\.ts"/g, '"');
  });
  files["/node_modules/rendezvous/package.json"] = JSON.stringify({
    name: "rendezvous",
    types: "./lessons/index.d.ts",
  });
  return files;
}
// #endregion types
