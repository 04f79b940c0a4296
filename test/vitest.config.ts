import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["test/**/*.test.ts"],
    // Most tests wait for a process or a page, so one worker more than vitest
    // would take keeps the processors busy.
    maxWorkers: availableParallelism(),
  },
});
