// npm run weave [N…]: fills the fences and the lists of every page, or of the
// pages of the lessons named. What a page shows is then what the files hold and
// the commands print.

import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { findLesson, listLessons, type Lesson } from "../lessons/course.ts";
import type { Kernel } from "../lessons/13-schedules/museum/kernel.ts";
import { kernels } from "../lessons/13-schedules/museum/kernels.ts";
import { benchmarkTable } from "./benchmark.ts";
import {
  findFences,
  isCode,
  isOutput,
  readSource,
  replaceFences,
} from "./fences.ts";
import { explored, type Findings, weaveMuseum } from "./museum.ts";
import { drawRun, findPictures } from "./pictures.ts";
import { normalise, transcript } from "./transcript.ts";

const root = join(import.meta.dirname, "..");

/** Every page of the course: the front door, the syllabus, lessons, docs. */
export function listPages(
  lessons: readonly Lesson[] = listLessons(),
): string[] {
  const docs = readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, "docs", name));
  return [
    join(root, "README.md"),
    join(root, "lessons/README.md"),
    ...lessons.flatMap(pagesOf),
    ...docs,
  ];
}

function pagesOf(lesson: Lesson): string[] {
  return [lesson, ...lesson.asides].map(({ folder }) =>
    join(folder, "README.md"),
  );
}

/** The page with its code and its lists as the files have them today. */
export function weaveText(page: string, path: string): string {
  const folder = dirname(path);
  return replaceFences(weaveTables(weaveList(page, folder)), (fence) =>
    isCode(fence) ? readSource(fence, folder) : fence.body,
  );
}

/** The list of lessons between its two markers, linked from `folder`. */
export function weaveList(page: string, folder: string): string {
  const list = listLessons().map((lesson) => {
    const page = relative(folder, join(lesson.folder, "README.md"));
    const number = lesson.name.slice(0, 2);
    return `- ${number} [${lesson.title}](${page.replaceAll("\\", "/")})\n`;
  });
  return page.replace(
    /(<!-- lessons -->\n)[\s\S]*?(<!-- \/lessons -->)/,
    (_whole, open: string, close: string) => open + list.join("") + close,
  );
}

/** Each benchmark's table, between two markers, as its last recorded run was. */
export function weaveTables(page: string): string {
  return page.replace(
    /(<!-- benchmark (\w+) -->\n)[\s\S]*?(<!-- \/benchmark -->)/g,
    (_whole, open: string, name: string, close: string) =>
      `${open}\n${benchmarkTable(name)}\n${close}`,
  );
}

/** The rooms of the museum, where the page has any. */
async function weaveRooms(page: string): Promise<string> {
  if (!page.includes("<!-- museum -->")) return page;
  const found = new Map<Kernel, Findings>();
  for (const kernel of kernels) found.set(kernel, await explored(kernel));
  return weaveMuseum(page, found);
}

async function weaveOutputs(page: string, path: string): Promise<string> {
  const printed = new Map<string, string>();
  for (const { source } of findFences(page).filter(isOutput)) {
    printed.set(source, await transcript(source, dirname(path)));
  }
  return replaceFences(page, (fence) => {
    const output = printed.get(fence.source);
    // A page that differs only in a volatile part keeps what it has.
    return output === undefined || normalise(output) === normalise(fence.body)
      ? fence.body
      : output;
  });
}

/** Draws the pictures of runs that the page shows, where they have changed. */
function weavePictures(page: string, path: string): void {
  for (const picture of findPictures(page)) {
    const file = join(dirname(path), picture.file);
    const drawn = drawRun(picture);
    if (existsSync(file) && readFileSync(file, "utf8") === drawn) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, drawn);
    console.log(`draws ${relative(root, file)}`);
  }
}

async function main(words: readonly string[]): Promise<void> {
  const lessons = words.flatMap((word) => {
    const lesson = findLesson(word);
    if (!lesson) throw new Error(`expected a lesson, got "${word}"`);
    return pagesOf(lesson);
  });
  for (const path of lessons.length > 0 ? lessons : listPages()) {
    const page = readFileSync(path, "utf8");
    const shown = await weaveRooms(weaveText(page, path));
    const woven = await weaveOutputs(shown, path);
    weavePictures(woven, path);
    if (woven === page) continue;
    writeFileSync(path, woven);
    console.log(`weaves ${relative(root, path)}`);
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2));
