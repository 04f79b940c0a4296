// Every program that the playground can open, made from the lessons' own files.
// It takes the compiler and a formatter, so it is done when the site is built.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, type Options, resolveConfig } from "prettier";
import { type Lesson, listLessons } from "../../lessons/course.ts";
import { findDemos, type Plan } from "./demos.ts";
import { type Flat, flatten } from "./flatten.ts";
import { findKernels } from "./museum.ts";
import type { Program } from "./program.ts";
import { openSources, root, type Sources } from "./sources.ts";
import { commentOf, withoutMarks, wordsOf } from "./text.ts";

/** The lessons whose demos need nothing but the runtime. */
const isInBrowser = ({ number }: Lesson) => number >= 6 && number <= 13;

/**
 * The demos of the lessons, and after them the museum. Throws if one cannot be
 * made: a program that is missing would be missed by nobody.
 */
export async function listPrograms(): Promise<Program[]> {
  const lessons = listLessons().filter(isInBrowser);
  const sources = openSources(
    lessons.map(({ folder }) => join(folder, "main.ts")),
  );
  const plans = [
    ...lessons.flatMap((lesson) => findDemos(lesson, sources)),
    ...lessons.flatMap((lesson) => findKernels(lesson, sources)),
  ];
  const options = await resolveConfig(join(root, "program.ts"));
  return Promise.all(plans.map((plan) => make(plan, sources, options ?? {})));
}

async function make(
  plan: Plan,
  sources: Sources,
  options: Options,
): Promise<Program> {
  const { header, text } = flat(plan, sources);
  const whole = `${commentOf(plan.header ?? header)}\n\n${text}`;
  const formatted = await format(whole, { ...options, parser: "typescript" });
  const about = plan.about ?? firstSentence(header);
  return {
    id: plan.id,
    title: about ? `${plan.name}: ${withoutStop(about)}` : plan.name,
    group: plan.group,
    commands: plan.commands,
    text: formatted,
    version: createHash("sha256").update(formatted).digest("hex").slice(0, 12),
    ...(plan.bound !== undefined && { bound: plan.bound }),
  };
}

function flat({ id, from }: Plan, sources: Sources): Flat {
  try {
    return from.is === "file" ? asItIs(from.path) : flatten(from, sources);
  } catch (cause) {
    const reason = (cause as Error).message;
    const message = `expected ${id} to be one program, got ${reason}`;
    throw new Error(message, { cause });
  }
}

/** A file that is a program already. */
function asItIs(path: string): Flat {
  const [header = "", ...rest] = readFileSync(path, "utf8").split("\n\n");
  return {
    header: wordsOf(header),
    text: withoutMarks(rest.join("\n\n")),
  };
}

// Up to where it begins to count things.
function firstSentence(header: readonly string[]): string {
  const words = header.join(" ").replace(/^Mended: /, "");
  return words.split(/[.;:](?= |$)/)[0] ?? "";
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
