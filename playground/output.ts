// The output of a program beside its timeline: which lines had been printed by the
// moment that is shown, and where a line names a place in the program.

import type { Line, Recording } from "./protocol.ts";

export interface ShownLine extends Line {
  /** Printed after the moment that is shown. */
  isLater: boolean;
}

/** All lines, with those marked that came after `position` of run `run`. */
export function outputAt(
  { lines }: Recording,
  run: number,
  position: number,
): ShownLine[] {
  return lines.map((line) => ({
    ...line,
    isLater: line.run > run || (line.run === run && line.at > position),
  }));
}

export interface Part {
  text: string;
  /** It is a place in the program: `program.ts:12:3`. */
  isLine: boolean;
}

const place = /(program\.ts:\d+:\d+)/;

/** A line of output in parts: places of the program, and what is between them. */
export function linesOf(text: string): Part[] {
  return text
    .split(place)
    .map((part) => ({ text: part, isLine: place.test(part) }))
    .filter(({ text }) => text !== "");
}

/** The line number in `program.ts:12:3`, from 1. */
export function lineNumber(line: string | undefined): number | undefined {
  const [, number] = /^program\.ts:(\d+)/.exec(line ?? "") ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The line, from 1, that holds the character at `offset` of `text`. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
