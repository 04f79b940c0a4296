import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// The longest first, so that none of them is left alone at the end.
const longest = [
  "browser/playground",
  "house",
  "site/site",
  "browser/16-chat",
  "browser/05-chat",
  "go/record",
  "12-deadlock.gallery",
  "06-goroutines.program",
  "npm",
  "07-channels.lint",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = longest.findIndex((name) =>
    moduleId.endsWith(`/${name}.test.ts`),
  );
  return found < 0 ? longest.length : found;
}

const lessons = "test/lessons/**/*.test.ts";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    globalSetup: `${import.meta.dirname}/support/compile-all.ts`,
    // A test that hangs may hang for a while; one that the machine has no time for
    // must not fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    // Most tests wait for a process or a page, so one worker more than vitest
    // would take keeps the processors busy.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: "room",
          include: ["test/**/*.test.ts"],
          exclude: [lessons],
        },
      },
      {
        extends: true,
        // What a lesson starts it ends: its tests may share a process, and need
        // not load the same modules anew for every file.
        test: { name: "lessons", include: [lessons], isolate: false },
      },
    ],
  },
});
