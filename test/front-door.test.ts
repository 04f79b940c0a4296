import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { listLessons } from "../lessons/course.ts";
import packages from "../package.json" with { type: "json" };

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const built = listLessons().map(({ number }) => number);
const lastLesson = 16;
const planned = [...Array(lastLesson + 1).keys()].filter(
  (number) => number > 0 && !built.includes(number),
);

const pages = [
  "README.md",
  "lessons/README.md",
  "docs/choices.md",
  "docs/contributing.md",
  "docs/from-the-article.md",
];

describe.each(pages)("%s", (path) => {
  test("names only commands that there are", () => {
    const commands = /npm (?:run ([a-z:]+)|(start|test)\b)/g;
    const scripts = [...read(path).matchAll(commands)].map(
      ([, name, alone]) => name ?? alone,
    );

    expect(Object.keys(packages.scripts)).toEqual(
      expect.arrayContaining(scripts),
    );
  });

  test("links only to files that there are", () => {
    const links = [...read(path).matchAll(/\]\(([^)#\s]+)/g)]
      .map(([, to = ""]) => to)
      .filter((to) => !to.startsWith("https://"));
    const missing = links.filter(
      (to) => !existsSync(join(root, dirname(path), to)),
    );

    expect(missing).toEqual([]);
  });
});

// The first number and the last, if a lesson is named.
function numbersIn(said: RegExpExecArray | null): number[] {
  const [, first, last = first] = said ?? [];
  return said ? [Number(first), Number(last)] : [];
}

describe("what is planned", () => {
  test("is in the syllabus, each lesson once and none that is built", () => {
    const rows = [...read("lessons/README.md").matchAll(/^\| (\d\d)-/gm)];

    expect(rows.map(([, number]) => Number(number))).toEqual(planned);
  });

  const ends = planned.length > 0 ? [planned[0], planned.at(-1)] : [];

  test.each(["README.md", "docs/index.md"])(
    "is called planned in %s",
    (path) => {
      const said = /^Lessons? (\d+)(?: to (\d+))?,[^.]*\bplanned/m;

      expect(numbersIn(said.exec(read(path)))).toEqual(ends);
    },
  );

  test("is drawn as planned", () => {
    const drawn = /lessons? (\d+)(?: to (\d+))?, planned/;

    expect(numbersIn(drawn.exec(read("docs/public/overview.svg")))).toEqual(
      ends,
    );
  });
});

test("the choices name every package once, and no other", () => {
  const named = [...read("docs/choices.md").matchAll(/^- \*\*`([^`]+)`\*\*/gm)];
  const installed = { ...packages.dependencies, ...packages.devDependencies };

  expect(named.map(([, name]) => name).sort()).toEqual(
    Object.keys(installed).sort(),
  );
});
