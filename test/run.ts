// npm test [N]: everything, or the tests of lesson N alone.
//
// Types, lint and tests all run, whichever fails, and the last line counts them
// all: `N passed, N failed, N skipped`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { describeLessons, findLesson, listLessons } from "../lessons/course.ts";

const root = join(import.meta.dirname, "..");
const report = join(root, ".cache", "tests.json");

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

// What `npm run types` and `npm run lint` do.
const checks = [
  ["--import", "tsx", "test/support/check.ts"],
  ["node_modules/vue-tsc/bin/vue-tsc.js", "-p", "docs"],
  [
    ...["node_modules/prettier/bin/prettier.cjs", "--check", "."],
    // What has not changed since the last time is as it was.
    ...["--cache", "--cache-location=.cache/prettier"],
  ],
];

async function everything(): Promise<Count> {
  // The tests leave a processor idle whenever they wait, and longest at their end.
  const [tests, failures] = await Promise.all([vitest([]), complaints()]);
  for (const text of failures) console.log(text);
  return {
    passed: tests.passed + checks.length - failures.length,
    failed: tests.failed + failures.length,
    skipped: tests.skipped,
  };
}

/** What the checks say that fail, one after the other. */
async function complaints(): Promise<string[]> {
  const failures: string[] = [];
  for (const words of checks) {
    const { status, output } = await check(words);
    if (status !== 0) failures.push(`${words.join(" ")}\n\n${output}`);
  }
  return failures;
}

async function check(words: readonly string[]) {
  const child = spawn(process.execPath, words, { cwd: root });
  // A check can wait, and some tests look at the clock.
  if (child.pid) setPriority(child.pid, 15);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const [status] = (await once(child, "close")) as [number | null];
  return { status, output };
}

async function vitest(words: readonly string[]): Promise<Count> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  rmSync(report, { force: true });
  const child = spawn(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      ...["run", "--config", "test/vitest.config.ts"],
      ...["--reporter=default", "--reporter=json", `--outputFile=${report}`],
      ...words,
    ],
    { cwd: root, stdio: "inherit" },
  );
  const [status] = (await once(child, "exit")) as [number | null];
  return count(status === 0);
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

function count(isGreen: boolean): Count {
  const tests = JSON.parse(readFileSync(report, "utf8")) as Report;
  const failed =
    tests.numFailedTests +
    // A file that could not even be loaded has no tests to count.
    tests.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    ).length;
  return {
    passed: tests.numPassedTests,
    // A run may be red without a failed test: an error between two of them.
    failed: isGreen ? failed : Math.max(failed, 1),
    skipped: tests.numPendingTests,
  };
}

const [word, ...rest] = process.argv.slice(2);
const lesson = word === undefined ? undefined : findLesson(word);

if (word !== undefined && !lesson) {
  console.error(`expected a lesson of this list, got "${word}"\n`);
  console.error(describeLessons(listLessons()));
  process.exitCode = 1;
} else {
  const { passed, failed, skipped } = lesson
    ? await vitest([`test/lessons/${lesson.name}.`, ...rest])
    : await everything();
  const skips = skipped > 0 ? `, ${skipped} skipped` : "";
  console.log(`${passed} passed, ${failed} failed${skips}`);
  const isRed = failed > 0 || (skipped > 0 && process.env["NO_SKIPS"]);
  process.exitCode = isRed ? 1 : 0;
}
