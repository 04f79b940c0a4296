// What the page and the worker say to each other, and nothing else of either.
//
//   page ── Order ──▶ worker      one to begin with, then at most a stop
//   page ◀── Report ── worker     many, `ended` the last of them
//
// Everything is plain data: it can be kept, compared, and run through a link.

import type {
  CircleStep,
  Found,
  GoroutineState,
  Outcome,
  Progress,
  TraceEvent,
} from "rendezvous";

/** What a worker is to do with a program; `code` is what the compiler made. */
export type Order =
  | { kind: "run"; code: string; seed: number; schedule?: string }
  | { kind: "explore"; code: string; bound?: number }
  /** To one that explores: tell what was found so far. */
  | { kind: "stop" };

/** A line of output, and when in the recording it was printed. */
export interface Line {
  stream: "out" | "err";
  text: string;
  /** The run that was the last to begin when it was printed, from 0. */
  run: number;
  /** How many events that run had by then. */
  at: number;
}

/** How a run ended: what of its outcome is plain data. */
export interface Ending {
  kind: Outcome["kind"];
  status: number;
  report: string;
  circles: CircleStep[][];
  goroutines: GoroutineState[];
  seed: number;
}

/** One run: most programs have one, and some make more of them. */
export interface RecordedRun {
  events: TraceEvent[];
  /** Events that came when there was no more room. */
  dropped: number;
  /** `undefined` where it was stopped from outside. */
  ending: Ending | undefined;
}

/** All that is shown of a program that has run. */
export interface Recording {
  runs: RecordedRun[];
  lines: Line[];
  /** Lines that came when there was no more room. */
  unprinted: number;
  end: ProgramEnd;
}

/** How the program as a whole ended. */
export type ProgramEnd =
  /** By itself, with this exit status. */
  | { kind: "exit"; status: number }
  /** It was ended: `why` is a sentence for the learner. */
  | { kind: "stopped"; why: string };

/** How often each case of a select was taken, in runs left to chance. */
export interface SelectShares {
  /** `program.ts:12:3` */
  line: string;
  /** Each case with its share of the choices, 0 to 1. */
  shares: { name: string; share: number }[];
  choices: number;
}

/** What an exploration has found. */
export interface Explored {
  schedules: number;
  isComplete: boolean;
  /** In a sentence: all of what, or how many of them. */
  claim: string;
  endings: Found[];
  selects: SelectShares[];
}

export type Report =
  /** It lives: a worker that says nothing for long is stuck in a loop. */
  | { kind: "alive" }
  | { kind: "line"; line: Line }
  /** A batch of events of the run with that number. */
  | { kind: "events"; run: number; events: TraceEvent[] }
  | { kind: "run-ended"; run: number; dropped: number; ending: Ending }
  | { kind: "progress"; progress: Progress }
  | { kind: "explored"; explored: Explored }
  | { kind: "ended"; end: ProgramEnd; unprinted: number };

/** One place to run one program at a time. */
export interface Sandbox {
  /** Starts with a new worker; what ran before is ended. */
  start(order: Order, onReport: (report: Report) => void): void;
  /** Says one thing more to what runs. */
  tell(order: Order): void;
  /** Ends what runs, at once; nothing is reported any more. */
  stop(): void;
}
