import fc from "fast-check";
import { explore, type Exploration, run } from "rendezvous";
import { describe, expect, test } from "vitest";
import { describeValue } from "../../lessons/06-goroutines/panic.ts";
import { type Program, programs, written } from "./13-schedules.programs.ts";

const maxSchedules = 4_000;

/** Each ending once, without how it was found. */
function endings({ endings }: Exploration): string[] {
  return endings
    .map(({ kind, output, waiting, error }) =>
      JSON.stringify({ kind, output, waiting, error }),
    )
    .sort();
}

describe("of any small program", () => {
  test("the reduced search finds the endings of all orders", async () => {
    let compared = 0;
    let all = 0;
    let reduced = 0;
    const property = fc.asyncProperty(
      programs,
      fc.boolean(),
      async (data, isQuiet) => {
        const program = written(data, isQuiet);
        const whole = await explore(program, { reduce: false, maxSchedules });
        if (!whole.isComplete) return;
        const part = await explore(program);

        expect(part.isComplete).toBe(true);
        expect(endings(part)).toEqual(endings(whole));
        compared++;
        all += whole.schedules;
        reduced += part.schedules;
      },
    );

    await fc.assert(property, { seed: 13, numRuns: 80 });

    expect(compared).toBeGreaterThan(60);
    expect(all / reduced).toBeGreaterThan(5);
  });

  test.each([0, 1, 2])(
    "so it does with at most %i preemptions",
    async (bound) => {
      const property = fc.asyncProperty(programs, async (program) => {
        const whole = await explore(written(program, true), {
          reduce: false,
          bound,
          maxSchedules,
        });
        const part = await explore(written(program, true), { bound });

        if (whole.isComplete) expect(endings(part)).toEqual(endings(whole));
      });

      await fc.assert(property, { seed: 1313 + bound, numRuns: 40 });
    },
  );

  test("an ordinary run ends as some order does", async () => {
    const seeds = fc.integer({ min: 0, max: 1_000 });
    const property = fc.asyncProperty(programs, seeds, async (data, seed) => {
      const program = written(data);
      const all = await explore(program, { maxSchedules });
      if (!all.isComplete) return;
      const output: string[] = [];
      const { log } = console;
      console.log = (line: string) => void output.push(line);
      const order = seed % 2 ? "random" : "arrival";
      const outcome = await run(program, { order, seed, clock: "virtual" });
      console.log = log;

      if (outcome.kind === "panic") return; // and what came before is cut short
      const ends = all.endings.filter((each) => each.kind !== "panic");
      expect(ends.map(({ output }) => output)).toContainEqual(output);
    });

    await fc.assert(property, { seed: 13, numRuns: 80 });
  });

  const found: [what: string, program: Program][] = [
    [
      "a panic that another may print before",
      {
        capacities: [0, 0],
        goroutines: [
          [
            { kind: "close", on: 0 },
            { kind: "close", on: 0 },
          ],
          [{ kind: "print" }, { kind: "select", on: 1, other: 1 }],
        ],
      },
    ],
    [
      "two that meet, sleep and wake at one time",
      {
        capacities: [0, 0],
        goroutines: [
          [
            { kind: "send", on: 0 },
            { kind: "sleep", ms: 2 },
          ],
          [
            { kind: "receive", on: 0 },
            { kind: "sleep", ms: 2 },
          ],
        ],
      },
    ],
  ];

  test.each(found)("as once it did not: %s", async (_what, program) => {
    for (const bound of [0, 1, 2, Infinity]) {
      const whole = await explore(written(program), { reduce: false, bound });
      const part = await explore(written(program), { bound });

      expect(endings(part)).toEqual(endings(whole));
    }
  });

  test("the schedule of an ending leads to it again", async () => {
    const property = fc.asyncProperty(programs, async (program) => {
      const { endings } = await explore(written(program), { bound: 2 });

      for (const { kind, schedule, error } of endings) {
        const { log } = console;
        console.log = () => undefined;
        const again = await run(written(program), { schedule });
        console.log = log;
        expect(again.kind).toBe(kind === "leak" ? "returned" : kind);
        if (again.kind === "panic") {
          expect(describeValue(again.error)).toBe(error);
        }
      }
    });

    await fc.assert(property, { seed: 131, numRuns: 40 });
  });
});
