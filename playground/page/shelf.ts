// The programs that can be opened, by group and by name. Their texts are loaded
// when the first of a group is wanted.

import listed from "virtual:laboratory/programs";
import { isOfMuseum, type Program } from "../programs/program.ts";

export type Title = Omit<Program, "text">;

const programs = listed as readonly Title[];

export interface Group {
  name: string;
  programs: Title[];
}

/** The lessons in order, then the rooms of the museum. */
export const groups: readonly Group[] = [
  ...new Set(programs.map(({ group }) => group)),
].map((name) => ({
  name,
  programs: programs.filter(({ group }) => group === name),
}));

export const first = programs[0]?.id ?? "";

export function findTitle(id: string): Title | undefined {
  return programs.find((each) => each.id === id);
}

/** The program called `id`; rejects with a sentence if there is none. */
export async function loadProgram(id: string): Promise<Program> {
  const title = findTitle(id);
  const { default: texts } = isOfMuseum(title ?? { group: "" })
    ? await import("virtual:laboratory/museum")
    : await import("virtual:laboratory/lessons");
  const text = texts[id];
  if (!title || text === undefined) {
    throw new Error(`expected a program of the list, got "${id}"`);
  }
  return { ...title, text };
}
