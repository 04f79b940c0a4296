import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/needs.ts";
import {
  buildGo,
  programs,
  recordedResult,
  recordedTimeline,
  runGo,
  runGoTimeline,
} from "./programs.ts";

const timed = programs.filter((program) => recordedTimeline(program));

describeWith("go", "Go still does what was recorded", () => {
  beforeAll(() => {
    buildGo("plain");
    buildGo("faketime");
  }, 600_000);

  test.concurrent.each(programs)(
    "%s prints, reports and ends as recorded",
    // On a busy machine, a real timer may ring after one that is due later.
    { retry: 2, timeout: 60_000 },
    async (program) => {
      expect(await runGo(program)).toEqual(recordedResult(program));
    },
  );

  test.concurrent.each(timed)(
    "%s does so at the virtual times that were recorded",
    async (program) => {
      const timeline = recordedTimeline(program);

      expect(await runGoTimeline(program)).toBe(timeline);
    },
    60_000,
  );
});
