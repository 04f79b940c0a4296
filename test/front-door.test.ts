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

describe("what is planned", () => {
  test("is in the syllabus, each lesson once and none that is built", () => {
    const rows = [...read("lessons/README.md").matchAll(/^\| (\d\d)-/gm)];

    expect(rows.map(([, number]) => Number(number))).toEqual(planned);
  });

  test("is called planned at the front door", () => {
    const [first, last] = [planned[0], planned.at(-1)];
    const said =
      first === last ? `Lesson ${first},` : `Lessons ${first} to ${last},`;

    expect(read("README.md")).toContain(said);
  });

  test("is drawn as planned", () => {
    const drawing = read("docs/public/overview.svg");
    const drawn = /lessons? (\d+)(?: to (\d+))?, planned/.exec(drawing);
    const [, first, last = first] = drawn ?? [];

    expect([Number(first), Number(last)]).toEqual([planned[0], planned.at(-1)]);
  });
});

test("the choices name every package once, and no other", () => {
  const named = [...read("docs/choices.md").matchAll(/^- \*\*`([^`]+)`\*\*/gm)];
  const installed = { ...packages.dependencies, ...packages.devDependencies };

  expect(named.map(([, name]) => name).sort()).toEqual(
    Object.keys(installed).sort(),
  );
});
