// Builds the site if what it is made of has changed since.

import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { root } from "./repository.ts";

export const site = join(root, "dist");

const sources = ["docs", "lessons", "playground", "package-lock.json"];

// The build writes this file near its end, and a failed one removes it.
const mark = "hashmap.json";

/** The file that says how many seconds the last build has worked. */
export const effort = ".cache/site-seconds";

/** Whether the site is missing, or older than something it is made of. */
export function isStale(): boolean {
  const built = modified(join(site, mark));
  return sources.some((path) => newest(join(root, path)) > built);
}

/**
 * Makes the site in `folder` newer than all it is made of. Its last step: the
 * build has since removed its working folder, and that changed a folder of ours.
 */
export function markBuilt(folder: string): void {
  mkdirSync(join(root, ".cache"), { recursive: true });
  // Of processor time: what else runs meanwhile is none of the site's business.
  const { user, system } = process.cpuUsage();
  writeFileSync(join(root, effort), String((user + system) / 1e6));
  const now = new Date();
  utimesSync(join(folder, mark), now, now);
}

/** Builds the site into `dist/`. Rejects with what the build complained of. */
export async function buildSite(): Promise<void> {
  const build = spawn(
    process.execPath,
    [join(root, "node_modules/vitepress/bin/vitepress.js"), "build", "docs"],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  let printed = "";
  for (const stream of [build.stdout, build.stderr]) {
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  }
  const [status] = (await once(build, "close")) as [number | null];
  if (status !== 0) throw new Error(`the site could not be built\n${printed}`);
}

/** When the newest file below `path` was changed; a removed file counts too. */
function newest(path: string): number {
  const inside = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: "utf8" })
    : [];
  // A build works in this folder, which must not look like a change.
  const ours = inside.filter((name) => !name.includes(".temp"));
  return Math.max(...["", ...ours].map((name) => modified(join(path, name))));
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
