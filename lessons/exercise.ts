// npm run exercise [N.K [solution]]: checks your answer to an exercise, or the
// given one.

import { AssertionError } from "node:assert";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findLesson, listLessons, type Lesson } from "./course.ts";

/** One exercise: the file to edit, its check and a solution. */
export interface Exercise {
  /** `3.1`: the first exercise of lesson 3. */
  id: string;
  /** `1-read-length`: the file's name without its ending. */
  name: string;
  start: string;
  solution: string;
  check: string;
}

/** The exercises of a lesson, in the order of their numbers. */
export function listExercises(lesson: Lesson): Exercise[] {
  const folder = join(lesson.folder, "exercises");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".check.ts"))
    .sort()
    .map((file) => {
      const name = file.slice(0, -".check.ts".length);
      return {
        id: `${lesson.number}.${parseInt(name, 10)}`,
        name,
        start: join(folder, `${name}.ts`),
        solution: join(folder, `${name}.solution.ts`),
        check: join(folder, file),
      };
    });
}

/**
 * Runs the check of an exercise against the module in `answer`. Resolves with
 * `undefined` if it passes, with the sentence that says what is missing if not.
 * An answer that cannot even be run throws its own error.
 */
export async function checkAnswer(
  exercise: Exercise,
  answer: string,
): Promise<string | undefined> {
  const { default: check } = await load<Check>(exercise.check);
  const attempt = await load<unknown>(answer);
  try {
    await check(attempt);
    return undefined;
  } catch (error) {
    if (error instanceof AssertionError) return sentence(error);
    throw error;
  }
}

// Node appends a comparison of both values to a sentence of the check's own.
function sentence({ message, generatedMessage }: AssertionError): string {
  return generatedMessage
    ? message
    : message.replace(/\n\+ actual[^]*/, "").trim();
}

interface Check {
  default: (attempt: unknown) => void | Promise<void>;
}

async function load<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(file).href)) as T;
}

async function main(id: string, whose: string | undefined): Promise<void> {
  const [number = ""] = id.split(".");
  const lesson = findLesson(number);
  const exercise = (lesson ? listExercises(lesson) : []).find(
    (each) => each.id === id,
  );
  if (!exercise) {
    console.error(`expected one of the exercises below, got "${id}"\n`);
    return void printList(console.error);
  }
  if (whose !== undefined && whose !== "solution") {
    console.error(`expected nothing or "solution" after ${id}, got "${whose}"`);
    process.exitCode = 1;
    return;
  }
  const answer = whose ? exercise.solution : exercise.start;
  const missing = await checkAnswer(exercise, answer);
  console.log(
    `${id} ${exercise.name} ${missing ? "is not there yet" : "passes"}`,
  );
  if (missing) console.log(missing);
  process.exitCode = missing ? 1 : 0;
}

function printList(print: (line: string) => void): void {
  for (const exercise of listLessons().flatMap(listExercises)) {
    print(`  ${exercise.id}  ${exercise.name}`);
  }
  process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) {
  const [id, whose] = process.argv.slice(2);
  if (id === undefined) {
    console.log("npm run exercise N.K, where N.K is one of\n");
    printList(console.log);
    process.exitCode = 0;
  } else {
    await main(id, whose);
  }
}
