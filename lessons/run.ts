// npm run lesson [N [words for the demo…]]

import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { describeLessons, findLesson, listLessons } from "./course.ts";

const [word, ...rest] = process.argv.slice(2);
const lessons = listLessons();
const lesson = word === undefined ? undefined : findLesson(word, lessons);

if (lesson) {
  const demo = join(lesson.folder, "main.ts");
  // The demo sees what it would see if it had been started by itself.
  process.argv.splice(1, Infinity, demo, ...rest);
  await import(pathToFileURL(demo).href);
} else if (word === undefined) {
  console.log(`npm run lesson N, where N is one of\n`);
  console.log(describeLessons(lessons));
} else {
  console.error(`expected a lesson of this list, got "${word}"\n`);
  console.error(describeLessons(lessons));
  process.exitCode = 1;
}
