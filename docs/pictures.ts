// The pictures of runs on the pages: ![what it shows](pictures/room.svg "npm run
// lesson 7 room") is the timeline of what that command does. `npm run weave` draws
// it, and a test draws it again.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TraceEvent } from "rendezvous";
import { drawTimeline } from "../playground/timeline/draw.ts";
import { timelineOf } from "../playground/timeline/timeline.ts";

const root = join(import.meta.dirname, "..");
const pattern =
  /!\[(?<alt>[^\]]*)\]\((?<file>pictures\/[\w-]+\.svg) "npm run lesson (?<words>[^"]+)"\)/g;

export interface RunPicture {
  /** What it shows, in a sentence. */
  alt: string;
  /** Where it lies, seen from the page. */
  file: string;
  /** The lesson, and the words behind it. */
  words: string[];
}

/** The pictures of runs on `page`. */
export function findPictures(page: string): RunPicture[] {
  return [...page.matchAll(pattern)].map(({ groups }) => {
    const { alt = "", file = "", words = "" } = groups ?? {};
    return { alt, file, words: words.split(" ") };
  });
}

/** Runs what the picture shows, on a virtual clock, and draws it. */
export function drawRun({ alt, words }: RunPicture, loader = "tsx"): string {
  return drawTimeline(timelineOf(record(words, loader)), alt);
}

function record(words: readonly string[], loader: string): TraceEvent[] {
  const folder = mkdtempSync(join(tmpdir(), "trace-"));
  const file = join(folder, "events.json");
  try {
    spawnSync(
      process.execPath,
      ["--import", loader, join(root, "lessons/run.ts"), ...words],
      { env: { ...process.env, TRACE: file, CLOCK: "virtual" }, cwd: root },
    );
    return JSON.parse(readFileSync(file, "utf8")) as TraceEvent[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
