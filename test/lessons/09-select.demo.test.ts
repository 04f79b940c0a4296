import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { draw } from "../../lessons/09-select/demo/draw.ts";
import { story } from "../../lessons/09-select/demo/hub.ts";
import { race } from "../../lessons/09-select/demo/race.ts";
import { run, type TraceEvent } from "../../lessons/index.ts";
import { eventsOf } from "./09-select.programs.ts";

const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => {
    printed.push(line);
  });
});
afterEach(() => vi.restoreAllMocks());

type Select = Extract<TraceEvent, { kind: "select" }>;

/** `join, leave, message, quit: [join] → join` */
function show({ cases, ready, chosen }: Select): string {
  return `${cases.join(" ")}: [${ready.join(" ")}] → ${chosen || "wait"}`;
}

describe("the hub", () => {
  test("asks all of its channels, and takes the one that is ready", async () => {
    const events = await eventsOf(story, "select");

    expect(events.map((event) => show(event as Select))).toMatchInlineSnapshot(`
      [
        "join leave message tick quit: [join] → join",
        "join leave message tick quit: [] → wait",
        "join leave message tick quit: [join] → join",
        "join leave message tick quit: [] → wait",
        "told: [told] → told",
        "told: [told] → told",
        "told: [told] → told",
        "join leave message tick quit: [] → wait",
        "told: [told] → told",
        "told: [told] → told",
        "told: [told] → told",
        "join leave message tick quit: [] → wait",
        "told: [] → full",
        "told: [told] → told",
        "told: [told] → told",
        "join leave message tick quit: [] → wait",
        "told: [told] → told",
        "told: [told] → told",
        "join leave message tick quit: [] → wait",
        "join leave message tick quit: [] → wait",
        "join leave message tick quit: [] → wait",
      ]
    `);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "tells the same story whatever is drawn, seed %i",
    async (seed) => {
      await run(story, { clock: "virtual", seed });
      const told = printed.splice(0);

      await run(story, { clock: "virtual", seed: 0 });

      expect(printed).toEqual(told);
    },
  );

  test("leaves the clock waiting where nobody is there to hear it", async () => {
    const { kind, goroutines } = await run(story, { clock: "virtual" });

    expect(kind).toBe("returned");
    expect(
      goroutines.map(({ name, waits }) => [name, waits[0]?.reason]),
    ).toEqual([["clock", "chan send"]]);
  });
});

describe("two words, and two ways of listening", () => {
  test("one is lost with Promise.race, none with select", async () => {
    await race();

    const heard = printed.filter((line) => line.includes("hears"));
    const ends = printed.filter((line) => line.includes("end"));
    expect(heard.map((line) => line.trim()).sort()).toEqual([
      'main hears "hello"',
      'main hears "hi"',
      'main hears "hi"',
    ]);
    expect(ends.map((line) => line.trim())).toEqual([
      "and the end is: deadlock",
      "and the end is: returned",
    ]);
  });
});

describe("three channels that are always ready", () => {
  test("are drawn alike for one seed, and otherwise for another", async () => {
    await draw();

    const [first, again, other] = printed.map((line) => line.split(": ")[1]);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});
