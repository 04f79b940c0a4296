import assert from "node:assert/strict";

type Attempt = typeof import("./2-name-the-circle.solution.ts");

const cases: [what: string, waits: [string, string][], circle: string[]][] = [
  [
    "two who wait for each other",
    [
      ["hub", "bob"],
      ["bob", "hub"],
    ],
    ["hub", "bob"],
  ],
  ["one who waits for itself", [["main", "main"]], ["main"]],
  [
    "main, which waits for a circle and is no part of it",
    [
      ["main", "ann"],
      ["ann", "bob"],
      ["bob", "ann"],
    ],
    ["ann", "bob"],
  ],
  [
    "a chain that ends with somebody who waits for nobody",
    [
      ["main", "ann"],
      ["ann", "bob"],
    ],
    [],
  ],
  [
    "a circle whose order is not that of the list",
    [
      ["carol", "ann"],
      ["bob", "carol"],
      ["ann", "bob"],
    ],
    ["carol", "ann", "bob"],
  ],
  [
    "a chain beside a circle",
    [
      ["main", "kitchen"],
      ["zoe", "yan"],
      ["yan", "zoe"],
    ],
    ["zoe", "yan"],
  ],
  ["nobody", [], []],
];

export default function check({ nameCircle }: Attempt): void {
  for (const [what, waits, circle] of cases) {
    const found = nameCircle(new Map(waits));
    assert.ok(
      found.join() === circle.join(),
      `${what}: the circle should be [${circle.join(", ")}], got [${found.join(", ")}]`,
    );
  }
}
