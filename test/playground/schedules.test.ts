import type { Found } from "rendezvous";
import { describe, expect, test } from "vitest";
import { nameOfEnding, shortestFailure } from "../../playground/schedules.ts";

function found(kind: Found["kind"], schedule: string): Found {
  return { kind, schedule, output: [], waiting: [], error: "", count: 1 };
}

describe("of the endings that were found", () => {
  test("the failure with the fewest decisions is the first to see", () => {
    const endings = [
      found("deadlock", "1:1,2:1,3:1"),
      found("leak", "12345:99,23456:99"),
      found("panic", "1:1,2:1,4:1"),
    ];

    expect(shortestFailure(endings)?.kind).toBe("leak");
    expect(endings[0]?.kind).toBe("deadlock");
  });

  test("the default order has no decision at all", () => {
    const endings = [found("deadlock", "1:1"), found("fatal", "")];

    expect(shortestFailure(endings)?.kind).toBe("fatal");
  });

  test("the one that was found first goes before one as short", () => {
    const endings = [found("spinning", "9:1"), found("endless", "1:1")];

    expect(shortestFailure(endings)?.kind).toBe("spinning");
  });

  test("none is a failure where the program returns or exits", () => {
    const endings = [found("returned", ""), found("exit", "1:1")];

    expect(shortestFailure(endings)).toBe(undefined);
    expect(shortestFailure([])).toBe(undefined);
  });
});

test("each kind of ending has a name of its own", () => {
  const kinds = [
    ...(["returned", "exit", "deadlock", "leak"] as const),
    ...(["panic", "fatal", "spinning", "endless"] as const),
  ];

  expect(new Set(kinds.map(nameOfEnding)).size).toBe(kinds.length);
});
