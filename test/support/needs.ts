// What a test needs from the machine beyond Node. Where it is missing, the test
// is skipped with a line that says so; where `NO_SKIPS` is set (CI), it fails.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe } from "vitest";

export type Need = "go" | "browser" | "redis";

const programs: Record<Need, readonly string[]> = {
  go: ["go"],
  browser: ["chromium", "chromium-browser", "google-chrome", "chrome"],
  redis: ["redis-server"],
};

/** The path of the program that fills `need`, or `undefined`. */
export function find(need: Need): string | undefined {
  const named = process.env[`${need.toUpperCase()}_PATH`];
  if (named) return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const endings = process.platform === "win32" ? [".exe", ""] : [""];
  for (const program of programs[need])
    for (const folder of folders)
      for (const ending of endings) {
        const path = join(folder, program + ending);
        if (existsSync(path)) return path;
      }
  return undefined;
}

/** `describe`, run where `need` is at hand. */
export function describeWith(
  need: Need,
  title: string,
  body: (path: string) => void,
): void {
  const path = find(need);
  if (path) return void describe(title, () => body(path));
  if (process.env["NO_SKIPS"]) {
    throw new Error(`expected ${need} on this machine: no test may be skipped`);
  }
  console.log(`skipped, because ${need} is not installed: ${title}`);
  describe.skip(title, () => body(""));
}

/** The version line of a found program, for a report. */
export function version(path: string, flag = "--version"): string {
  return spawnSync(path, [flag], { encoding: "utf8" }).stdout.trim();
}
