// The course: which lessons there are. The folders are the only list, so a
// lesson exists, has its number and its place the moment its folder does.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface Lesson {
  /** 3 for `03-frames`. */
  number: number;
  /** The folder's name: `03-frames`. */
  name: string;
  /** The absolute path of the folder. */
  folder: string;
  /** The heading of the lesson's page: what a reader will have at its end. */
  title: string;
  /** The pages more that it has, by name. */
  asides: Aside[];
}

/** A folder of a lesson with a page of its own, for which no later lesson waits. */
export interface Aside {
  /** The folder's name: `deflate`. */
  name: string;
  folder: string;
  title: string;
}

/** Every lesson below `root`, in the order of its number. */
export function listLessons(root: string = import.meta.dirname): Lesson[] {
  return readdirSync(root)
    .filter((name) => /^\d\d-/.test(name))
    .sort()
    .map((name) => {
      const folder = join(root, name);
      return {
        number: parseInt(name, 10),
        name,
        folder,
        title: title(folder),
        asides: asides(folder),
      };
    });
}

function asides(lesson: string): Aside[] {
  return readdirSync(lesson)
    .sort()
    .map((name) => ({ name, folder: join(lesson, name) }))
    .filter(({ folder }) => existsSync(join(folder, "README.md")))
    .map((aside) => ({ ...aside, title: title(aside.folder) }));
}

/**
 * The lesson that `word` names: `3`, `03` and `03-frames` are the same one.
 * Anything else is `undefined`.
 */
export function findLesson(
  word: string,
  lessons: readonly Lesson[] = listLessons(),
): Lesson | undefined {
  if (/^\d{1,2}$/.test(word)) {
    return lessons.find((lesson) => lesson.number === Number(word));
  }
  return lessons.find((lesson) => lesson.name === word);
}

/** The list as a person reads it, one lesson a line. */
export function describeLessons(lessons: readonly Lesson[]): string {
  const width = Math.max(...lessons.map((lesson) => lesson.name.length));
  return lessons
    .map((lesson) => `  ${lesson.name.padEnd(width)}  ${lesson.title}`)
    .join("\n");
}

function title(folder: string): string {
  const page = join(folder, "README.md");
  if (!existsSync(page)) return "";
  return /^# (.+)$/m.exec(readFileSync(page, "utf8"))?.[1] ?? "";
}
