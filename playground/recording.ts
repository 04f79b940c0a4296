// The recording of a program, put together from what its worker reports.
//
// Always true:
//   - it holds no more than a page can show, whatever the worker says

import type {
  Line,
  ProgramEnd,
  RecordedRun,
  Recording,
  Report,
} from "./protocol.ts";

/** How much a tape holds: a little more than an honest worker tells. */
export const limits = {
  lines: 5_000,
  characters: 600_000,
  events: 25_000,
  runs: 2_000,
};

type Of<K extends Report["kind"]> = Report & { kind: K };

/** A recording that grows. */
export class Tape {
  readonly #limits: typeof limits;
  readonly #runs: RecordedRun[] = [];
  readonly #lines: Line[] = [];
  #characters = 0;
  #events = 0;
  #unprinted = 0;
  #end: ProgramEnd | undefined;

  constructor(given = limits) {
    this.#limits = given;
  }

  /** Takes what belongs to a recording, and leaves what does not. */
  take(report: Report): void {
    if (report.kind === "line") this.#print(report.line);
    else if (report.kind === "events") this.#keep(report);
    else if (report.kind === "run-ended") this.#endRun(report);
    else if (report.kind === "ended") {
      this.#end = report.end;
      this.#unprinted += report.unprinted;
    }
  }

  /** Ends it from outside; `why` is a sentence. */
  stop(why: string): void {
    this.#end ??= { kind: "stopped", why };
  }

  /** While it runs: what was printed. A run is shown when it has ended. */
  soFar(): Recording {
    return {
      runs: [],
      lines: [...this.#lines],
      unprinted: this.#unprinted,
      end: this.#end ?? { kind: "stopped", why: "at work …" },
    };
  }

  /** The whole, when it has ended; new with each call. */
  recording(): Recording {
    const runs = this.#runs.map((run) => ({ ...run, events: [...run.events] }));
    return { ...this.soFar(), runs };
  }

  #print(line: Line): void {
    const { lines, characters } = this.#limits;
    const length = this.#characters + line.text.length;
    if (this.#lines.length >= lines || length > characters) {
      this.#unprinted++;
      return;
    }
    this.#characters = length;
    this.#lines.push(line);
  }

  #keep({ run: index, events }: Of<"events">): void {
    const run = this.#run(index);
    const room = run ? this.#limits.events - this.#events : 0;
    const kept = events.slice(0, room);
    this.#events += kept.length;
    // One call with many arguments has a limit, and these are a few hundred.
    run?.events.push(...kept);
    this.#drop(run, events.length - kept.length);
  }

  #endRun({ run: index, dropped, ending }: Of<"run-ended">): void {
    const run = this.#run(index);
    this.#drop(run, dropped);
    if (run) run.ending = ending;
  }

  // Of a run that found no room itself, the last one says what is missing.
  #drop(run = this.#runs.at(-1), count: number): void {
    if (run) run.dropped += count;
  }

  #run(index: number): RecordedRun | undefined {
    if (index >= this.#limits.runs) return undefined;
    while (this.#runs.length <= index) {
      this.#runs.push({ events: [], dropped: 0, ending: undefined });
    }
    return this.#runs[index];
  }
}
