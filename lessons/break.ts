// npm run break N [words for the demo…]: runs a lesson's demo with its
// `break-it.diff` applied, on a copy. Nothing of yours is changed.

import { applyPatch, parsePatch } from "diff";
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  describeLessons,
  findLesson,
  type Lesson,
  listLessons,
} from "./course.ts";

const root = join(import.meta.dirname, "..");

/**
 * A copy of the course, as the path of its root. It lies below `.cache`, where it
 * finds the same packages, and goes with this process.
 */
function copyCourse(): string {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const copy = mkdtempSync(join(root, ".cache", "break-"));
  process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
  cpSync(join(root, "lessons"), join(copy, "lessons"), { recursive: true });
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  return copy;
}

/**
 * Applies the patch in `lessonFolder` to the course in `copy`. Returns the file
 * that it does not fit, if there is one.
 */
function breakCourse(copy: string, lessonFolder: string): string | undefined {
  const patches = readFileSync(join(lessonFolder, "break-it.diff"), "utf8");
  for (const patch of parsePatch(patches)) {
    const name = (patch.newFileName ?? "").replace(/^b\//, "");
    const file = join(copy, name);
    const patched =
      existsSync(file) && applyPatch(readFileSync(file, "utf8"), patch);
    if (patched === false) return name;
    writeFileSync(file, patched);
  }
  return undefined;
}

// Without words, the demo that the lesson's page shows broken.
function shown({ folder }: Lesson): string[] {
  const page = readFileSync(join(folder, "README.md"), "utf8");
  const words = /^```output npm run break \d+ (.+)$/m.exec(page)?.[1];
  return words?.split(" ") ?? [];
}

const [word = "", ...rest] = process.argv.slice(2);
const lesson = findLesson(word);

if (!lesson) {
  console.error(`expected a lesson to break, got "${word}"\n`);
  console.error(describeLessons(listLessons()));
  process.exitCode = 1;
} else {
  const copy = copyCourse();
  const misfit = breakCourse(copy, lesson.folder);
  if (misfit === undefined) start(copy, lesson);
  else {
    console.error(`expected ${misfit} as the course has it, got it changed`);
    process.exitCode = 1;
  }
}

function start(copy: string, lesson: Lesson): void {
  const run = join(copy, "lessons", "run.ts");
  const demo = rest.length > 0 ? rest : shown(lesson);
  const child = spawn(
    process.execPath,
    ["--import", "tsx", run, lesson.name, ...demo],
    { cwd: copy, stdio: "inherit" },
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => child.kill(signal));
  }
  child.once("exit", (status) => process.exit(status ?? 1));
}
