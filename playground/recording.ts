// The recording of a program, put together from what its worker reports.

import type {
  Line,
  ProgramEnd,
  RecordedRun,
  Recording,
  Report,
} from "./protocol.ts";

/** A recording that grows. */
export class Tape {
  readonly #runs: RecordedRun[] = [];
  readonly #lines: Line[] = [];
  #unprinted = 0;
  #end: ProgramEnd | undefined;

  /** Takes what belongs to a recording, and leaves what does not. */
  take(report: Report): void {
    if (report.kind === "line") this.#lines.push(report.line);
    else if (report.kind === "events") {
      // One call with many arguments has a limit, and these are a few hundred.
      this.#run(report.run).events.push(...report.events);
    } else if (report.kind === "run-ended") {
      const { dropped, ending } = report;
      Object.assign(this.#run(report.run), { dropped, ending });
    } else if (report.kind === "ended") {
      this.#end = report.end;
      this.#unprinted = report.unprinted;
    }
  }

  /** Ends it from outside; `why` is a sentence. */
  stop(why: string): void {
    this.#end ??= { kind: "stopped", why };
  }

  /** What there is so far; `undefined` end means that it still runs. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** The whole, when it has ended. */
  recording(): Recording {
    return {
      runs: this.#runs,
      lines: this.#lines,
      unprinted: this.#unprinted,
      end: this.#end ?? { kind: "stopped", why: "stopped" },
    };
  }

  #run(index: number): RecordedRun {
    while (this.#runs.length <= index) {
      this.#runs.push({ events: [], dropped: 0, ending: undefined });
    }
    return this.#runs[index] as RecordedRun;
  }
}
