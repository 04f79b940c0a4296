import { describe, expect, test } from "vitest";
import {
  lineAt,
  lineNumber,
  linesOf,
  outputAt,
} from "../../playground/output.ts";
import type { Line, Recording } from "../../playground/protocol.ts";

function printed(...places: [run: number, at: number][]): Recording {
  const lines = places.map(([run, at]): Line => ({
    stream: "out",
    text: "",
    run,
    at,
  }));
  const end = { kind: "exit", status: 0 } as const;
  return { runs: [], lines, unprinted: 0, end };
}

function later(recording: Recording, run: number, position: number) {
  return outputAt(recording, run, position).map(({ isLater }) => isLater);
}

describe("a line is later than the moment that is shown", () => {
  test("if more had happened in that run when it was printed", () => {
    const recording = printed([0, 3], [0, 4], [0, 5]);

    expect(later(recording, 0, 4)).toEqual([false, false, true]);
    expect(later(recording, 0, 0)).toEqual([true, true, true]);
    expect(later(recording, 0, 5)).toEqual([false, false, false]);
  });

  test("if it belongs to a later run", () => {
    const recording = printed([0, 9], [1, 2], [2, 0]);

    expect(later(recording, 1, 2)).toEqual([false, false, true]);
  });

  test("and is none the less shown, with all that it was", () => {
    const recording = printed([0, 3]);

    expect(outputAt(recording, 0, 0)).toEqual([
      { stream: "out", text: "", run: 0, at: 3, isLater: true },
    ]);
  });
});

describe("a line of output", () => {
  test("has a part for each place in the program", () => {
    const text = "\tprogram.ts:12:3 and program.ts:4:15";

    expect(linesOf(text)).toEqual([
      { text: "\t", isLine: false },
      { text: "program.ts:12:3", isLine: true },
      { text: " and ", isLine: false },
      { text: "program.ts:4:15", isLine: true },
    ]);
  });

  test("is the same with its parts put together", () => {
    const text = "(program.ts:1:2)program.ts:3:4program.ts:5 program.tsx:1:1";

    expect(
      linesOf(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  test.each(["hello", "program.ts", "program.ts:12", "other.ts:1:2"])(
    "has no place in it: %s",
    (text) => {
      expect(linesOf(text)).toEqual([{ text, isLine: false }]);
    },
  );

  test("without a letter has no parts", () => {
    expect(linesOf("")).toEqual([]);
  });
});

describe("the number of a line", () => {
  test("is in its place, with a column or without", () => {
    expect(lineNumber("program.ts:12:3")).toBe(12);
    expect(lineNumber("program.ts:7")).toBe(7);
  });

  test("is nowhere else", () => {
    expect(lineNumber(undefined)).toBe(undefined);
    expect(lineNumber("")).toBe(undefined);
    expect(lineNumber("lessons/program.ts:7:1")).toBe(undefined);
  });

  test("is that of the character at an offset", () => {
    const text = "a\nbc\r\n\nd";

    const numbers = Array.from(text + "!", (_, offset) => lineAt(text, offset));
    expect(numbers).toEqual([1, 1, 2, 2, 2, 2, 3, 4, 4]);
  });
});
