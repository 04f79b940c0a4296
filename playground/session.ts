// One program on one page: compiled, run or explored, stopped, and what is known of
// it then.
//
//   idle ──▶ compiling ──▶ running / exploring ──▶ idle
//     ▲          └── problems ──▶│                  │
//     └──────────── stop ────────┴──────────────────┘
//
// Always true:
//   - a worker that has been silent for `silenceMs` is ended: it is in a loop, and
//     nobody else could stop it
//   - what is reported of a run that was stopped or replaced is not heard
//   - what a worker says is believed only if it has the shape of a report

import type { Compiled, Problem } from "./compiler/compile.ts";
import type {
  Explored,
  Order,
  Recording,
  Report,
  Sandbox,
} from "./protocol.ts";
import { Tape } from "./recording.ts";
import { isReport } from "./reports.ts";
import type { Progress } from "rendezvous";

export type Phase = "idle" | "compiling" | "running" | "exploring";

/** All that a page shows of a session. */
export interface SessionState {
  phase: Phase;
  /** Why the last program could not begin. */
  problems: readonly Problem[];
  recording: Recording | undefined;
  /** The text that it is a recording of. */
  recordedText: string;
  /** How far an exploration has come. */
  progress: Progress | undefined;
  explored: Explored | undefined;
  /** The text that was explored. */
  exploredText: string;
  /** Why an exploration gave nothing, in a sentence; `""` if it did. */
  refusal: string;
}

export interface RunWishes {
  seed: number;
  /** The order to repeat, as `explore` has found it. */
  schedule?: string;
}

interface Parts {
  compile: (text: string) => Promise<Compiled>;
  sandbox: Sandbox;
  onChange: (state: SessionState) => void;
}

export const silenceMs = 3_000;
export const startMs = 20_000; // it has to be loaded, over whatever line
const patienceMs = 1_000;
const notStarted = `expected the sandbox to start within ${startMs / 1_000} seconds, and it did not: try again, or reload the page`;
const spoilt =
  "stopped: the program has changed what its own output is made with";
const byYou = "stopped by you";
const inLoop = `stopped: nothing was heard of the program for ${silenceMs / 1_000} seconds, most likely because of a loop that waits for nothing`;
const showMs = 100; // how often what is printed meanwhile is shown

const nothing: SessionState = {
  phase: "idle",
  problems: [],
  recording: undefined,
  recordedText: "",
  progress: undefined,
  explored: undefined,
  exploredText: "",
  refusal: "",
};

export class Session {
  #state = nothing;
  readonly #parts: Parts;
  #tape = new Tape();
  #turn = 0; // the run that is heard
  #silence: ReturnType<typeof setTimeout> | undefined;
  #lastShown = 0;
  #isStopping = false; // it was asked to tell what it has found

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get state(): SessionState {
    return this.#state;
  }

  async run(text: string, { seed, schedule }: RunWishes): Promise<void> {
    await this.#begin(text, "running", (code) => ({
      ...{ kind: "run", code, seed },
      ...(schedule !== undefined && { schedule }),
    }));
  }

  async explore(text: string, bound?: number): Promise<void> {
    await this.#begin(text, "exploring", (code) => ({
      ...{ kind: "explore", code },
      ...(bound !== undefined && { bound }),
    }));
  }

  /** Ends what runs; what was seen of it stays. */
  stop(): void {
    if (this.#state.phase !== "exploring" || this.#isStopping) {
      return this.#end(byYou);
    }
    // It tells what it has found, unless it hears nothing any more.
    this.#parts.sandbox.tell({ kind: "stop" });
    this.#isStopping = true;
    this.#listen(patienceMs, byYou);
  }

  #end(why: string): void {
    const { phase, explored } = this.#state;
    if (phase === "idle") return;
    this.#halt();
    if (phase === "running") return this.#finish(why);
    const isLost = phase === "exploring" && !explored;
    this.#change({ phase: "idle", ...(isLost && { refusal: why }) });
  }

  /** Forgets everything: another program is here. */
  clear(): void {
    this.#halt();
    this.#state = nothing;
    this.#change({});
  }

  async #begin(
    text: string,
    phase: "running" | "exploring",
    orderFor: (code: string) => Order,
  ): Promise<void> {
    this.#halt();
    const turn = this.#turn;
    this.#tape = new Tape();
    this.#change({ ...this.#cleared(phase, text), phase: "compiling" });
    const compiled = await this.#compile(text);
    if (turn !== this.#turn) return;
    if (compiled.code === undefined) {
      return this.#change({ phase: "idle", problems: compiled.problems });
    }
    this.#change({ phase });
    this.#listen(startMs, notStarted);
    this.#parts.sandbox.start(orderFor(compiled.code), (report) => {
      if (turn !== this.#turn) return;
      if (isReport(report)) this.#hear(report);
      else this.#end(spoilt);
    });
  }

  // A run leaves what was explored: its schedules are still those of the program.
  #cleared(
    phase: "running" | "exploring",
    text: string,
  ): Partial<SessionState> {
    const { explored, refusal, progress } = nothing;
    if (phase === "exploring") {
      const cleared = { explored, refusal, progress, problems: [] };
      return { ...cleared, exploredText: text };
    }
    return { recording: undefined, problems: [], recordedText: text };
  }

  async #compile(text: string): Promise<Compiled> {
    try {
      return await this.#parts.compile(text);
    } catch (error) {
      const { message } = error as Error;
      return { problems: [{ from: 0, to: 0, message }] };
    }
  }

  // #region hear
  #hear(report: Report): void {
    if (!this.#isStopping) this.#listen(silenceMs, inLoop);
    this.#tape.take(report);
    const isExploring = this.#state.phase === "exploring";
    if (report.kind === "progress" && isExploring) {
      this.#change({ progress: report.progress });
    } else if (report.kind === "explored" && isExploring) {
      this.#change({ explored: report.explored });
    } else if (report.kind === "ended") {
      const { phase } = this.#state;
      this.#halt();
      if (phase === "running") this.#show({ phase: "idle" });
      else this.#change({ phase: "idle", refusal: this.#complaint() });
    } else if (report.kind === "line") this.#showSometimes();
  }
  // #endregion hear

  // An exploration prints nothing but why it was not possible.
  #complaint(): string {
    if (this.#state.explored) return "";
    const { lines, end } = this.#tape.recording();
    const why = end.kind === "stopped" ? end.why : "the exploration has ended";
    return lines[0]?.text.replace(/^Uncaught (\w*Error: )?/, "") ?? why;
  }

  /** Ends it in `ms`, and says `why`, unless something is heard before. */
  #listen(ms: number, why: string): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end(why), ms);
  }

  #showSometimes(): void {
    if (this.#state.phase !== "running") return;
    if (Date.now() - this.#lastShown >= showMs) this.#show({});
  }

  #show(change: Partial<SessionState>): void {
    this.#lastShown = Date.now();
    // A run is drawn when all of it is there.
    const isOver = change.phase === "idle";
    const recording = isOver ? this.#tape.recording() : this.#tape.soFar();
    this.#change({ ...change, recording: recording });
  }

  #finish(why: string): void {
    this.#tape.stop(why);
    this.#show({ phase: "idle" });
  }

  #halt(): void {
    this.#turn++;
    this.#isStopping = false;
    clearTimeout(this.#silence);
    this.#parts.sandbox.stop();
  }

  #change(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change };
    this.#parts.onChange(this.#state);
  }
}
