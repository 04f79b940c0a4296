import { beforeAll, describe, expect, test } from "vitest";
import { compiledTwins } from "./compile.ts";
import { expectedReport } from "./differences.ts";
import {
  programs,
  recordedResult,
  recordedTimeline,
  runTwin,
  runTwinTimeline,
} from "./programs.ts";

const timed = programs.filter((program) => recordedTimeline(program));

describe("a twin does what its Go program did", () => {
  beforeAll(() => void compiledTwins(), 60_000);

  test.concurrent.each(programs)(
    "%s prints, reports and ends the same",
    async (program) => {
      const { stdout, stderr, exit } = recordedResult(program);

      const result = await runTwin(program);

      const report = expectedReport(program, stderr);
      expect(result).toEqual({ stdout, stderr: report, exit });
    },
    60_000,
  );

  test.concurrent.each(timed)(
    "%s does so at the same virtual times",
    async (program) => {
      const timeline = recordedTimeline(program);

      expect(await runTwinTimeline(program)).toBe(timeline);
    },
    60_000,
  );
});
