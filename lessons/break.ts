// npm run break N [words for the demo…]: runs a lesson's demo with its
// `break-it.diff` applied, on a copy. Nothing of yours is changed.

import { applyPatch, parsePatch } from "diff";
import { spawn } from "node:child_process";
import {
  cpSync,
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
 * A copy of the course in which the patch of `lesson` is applied, as the path
 * of its root. It lies below `.cache`, where it finds the same packages.
 */
function breakCopy(lessonFolder: string): string {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const copy = mkdtempSync(join(root, ".cache", "break-"));
  cpSync(join(root, "lessons"), join(copy, "lessons"), { recursive: true });
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  const patches = readFileSync(join(lessonFolder, "break-it.diff"), "utf8");
  for (const patch of parsePatch(patches)) {
    const file = join(copy, (patch.newFileName ?? "").replace(/^b\//, ""));
    const patched = applyPatch(readFileSync(file, "utf8"), patch);
    if (patched === false) {
      throw new Error(`expected break-it.diff to fit ${patch.newFileName}`);
    }
    writeFileSync(file, patched);
  }
  return copy;
}

// Without words, the demo that the lesson's page shows broken.
function shown({ folder }: Lesson): string[] {
  const page = readFileSync(join(folder, "README.md"), "utf8");
  const words = /^```output npm run break \d+ (.+)$/m.exec(page)?.[1];
  return words?.split(" ") ?? [];
}

const [word = "", ...rest] = process.argv.slice(2);
const lesson = findLesson(word);

if (lesson) {
  const copy = breakCopy(lesson.folder);
  process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
  const run = join(copy, "lessons", "run.ts");
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      run,
      lesson.name,
      ...(rest.length ? rest : shown(lesson)),
    ],
    { cwd: copy, stdio: "inherit" },
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => child.kill(signal));
  }
  child.once("exit", (status) => process.exit(status ?? 1));
} else {
  console.error(`expected a lesson to break, got "${word}"\n`);
  console.error(describeLessons(listLessons()));
  process.exitCode = 1;
}
