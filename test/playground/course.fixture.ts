// What several tests of the playground need and what takes seconds to make: the
// programs of the course, and the types that its compiler works with. Both are
// kept below `.cache`, until a file changes that they are made of.

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { Program } from "../../playground/programs/program.ts";

import { takeLock } from "../support/lock.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, ".cache/playground");

/** Every program of the course, as `listPrograms` gives them. */
export function coursePrograms(): Promise<Program[]> {
  return kept("programs", async () => {
    const { listPrograms } =
      await import("../../playground/programs/programs.ts");
    return listPrograms();
  });
}

/** The types, as `typeFiles` gives them. */
export function courseTypes(): Promise<Record<string, string>> {
  return kept("types", async () => {
    const { typeFiles } = await import("../../docs/.vitepress/laboratory.ts");
    return typeFiles();
  });
}

async function kept<T>(name: string, make: () => Promise<T>): Promise<T> {
  const path = join(folder, `${name}-${version()}.json`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path) && takeLock(`${path}.lock`, patienceMs)) {
    // Another process may look meanwhile: there is all of it, or nothing.
    writeFileSync(`${path}.new`, JSON.stringify(await make()));
    renameSync(`${path}.new`, path);
  }
  await vi.waitUntil(() => existsSync(path), { timeout: patienceMs });
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

const patienceMs = 50_000;

let known: string | undefined;

function version(): string {
  if (known !== undefined) return known;
  const hash = createHash("sha256");
  for (const path of sources()) hash.update(path).update(readFileSync(path));
  return (known = hash.digest("hex").slice(0, 16));
}

function sources(): string[] {
  const folders = ["lessons", "playground/programs", "playground/compiler"];
  const files = folders.flatMap((each) =>
    readdirSync(join(root, each), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(root, each, file)),
  );
  const others = ["docs/.vitepress/laboratory.ts", "package-lock.json"];
  return [...files.sort(), ...others.map((each) => join(root, each))];
}
