// A run: one program, from the call of its main to its end. Its goroutines, its
// clock, its chance and its counts belong to it; several runs of one process
// share the scheduler and nothing else.

import {
  type Chooser,
  everything,
  numbering,
  paper,
  Schedule,
} from "./choice.ts";
import { type Clock, type ClockName, makeClock } from "./clock.ts";
import { Goroutine } from "./goroutine.ts";
import { host } from "./host.ts";
import { Line } from "./line.ts";
import { Ended, OutsideError } from "./panic.ts";
import { anySeed, Random } from "./random.ts";
import {
  type CircleStep,
  describe,
  describePanic,
  describeWait,
  type Ending,
  type GoroutineState,
  type Report,
  reporter,
  stateOf,
} from "./report.ts";
import * as scheduler from "./scheduler.ts";
import { type Fault, siteOf } from "./site.ts";
import { SteppedClock } from "./steps.ts";
import { countObserved, isTraced, type Observer, trace } from "./trace.ts";
import { ownerOf, type Wait } from "./wait.ts";

export interface RunOptions {
  /** Repeats every choice that was left to chance: 0 to 2³² − 1. */
  seed?: number;
  /** `virtual` jumps to the next alarm when everybody waits. Default: `real`. */
  clock?: ClockName;
  /** Who goes on next: who came first (the default), or anybody, by the seed. */
  order?: "arrival" | "random";
  /**
   * Repeats an order that `explore` has found, such as `5:1,9:2`; `""` is the
   * default one. The clock is virtual then.
   */
  schedule?: string;
  /** Decides the order, in place of a schedule. */
  chooser?: Chooser;
  /** Is told every event. */
  observer?: Observer;
  /** Is told how it ended. */
  onEnd?: (outcome: Outcome) => void;
  /**
   * Main's return is a deadlock if a goroutine is still waiting then: the rule
   * of Go's testing/synctest, good for tests.
   */
  strict?: boolean;
  /**
   * After main's return the others may go on: those that are in the outcome then
   * wait for ever.
   */
  outlived?: boolean;
  /** Makes no report and keeps no lines: for who runs a program many times. */
  isSilent?: boolean;
  /**
   * Polls in a row, without once waiting, until a goroutine is named for it; a
   * virtual clock cannot go on then, and the run ends. Default: one million.
   */
  maxPolls?: number;
  /** Is told, in a sentence, what is no failure and yet hardly meant. */
  warn?: (words: string) => void;
}

/** How a run ended, and what was left. */
export interface Outcome<T = unknown> {
  /**
   * `returned`: main did. `deadlock`: nobody can go on. `panic`: one was not
   * caught. `fatal`: an error that cannot be. `exit`: the program asked for it.
   * `spinning`: somebody polls and a virtual clock stands still.
   */
  kind: "returned" | "deadlock" | "panic" | "fatal" | "exit" | "spinning";
  /** What the process ends with: 0, Go's 2, or what `exit` was given. */
  status: number;
  /** What main returned, if it did. */
  value: T | undefined;
  /** What was thrown and not caught. */
  error: unknown;
  /** What Go prints on standard error; `""` if it prints nothing. */
  report: string;
  /** Of a deadlock, who waited for whom in a circle, where that is known. */
  circles: CircleStep[][];
  /** The goroutines that had not ended, main first. */
  goroutines: GoroutineState[];
  /** Repeats this run's choices. */
  seed: number;
}

// To look where something was called takes as long as thirty hand-overs. The
// first few are worth it: most reports are about a program that has just begun.
const sitesKept = 250;
const defaultMaxPolls = 1_000_000;
const maxPollsInSteps = 1_000;

// What is still at work after so many alarms, when main has long returned, goes
// on for ever, as a ticker does.
const mostAlarmsOutlived = 100;

const noReport: Report = { text: "", circles: [] };

export class Run {
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer | undefined;
  /** Draws who is next, where that is left to chance. */
  readonly pick: ((count: number) => number) | undefined;
  /** Decides each step, where the run goes in steps. */
  readonly chooser: Chooser | undefined;
  /** How many call sites may still be kept. */
  sitesLeft: number;
  /** Waits for something outside, declared with `external`. */
  externals = 0;
  isOver = false;
  /** The program's first goroutine has gone and left the others. */
  isMainGone = false;
  /** Those that have not ended, in the order of their `go`. */
  readonly goroutines = new Line<Goroutine>();
  readonly outcome: Promise<Outcome>;
  readonly #options: RunOptions;
  readonly #isProgram: boolean;
  #lastId = 0;
  #stranger: Goroutine | undefined;
  /** What main returned, while a strict run waits for the others. */
  #result: Ending | undefined;
  #alarmsOutlived = 0;
  #unprint: (() => void) | undefined;
  #settle: (outcome: Outcome | Promise<Outcome>) => void = () => undefined;

  /** `isProgram`: the process is this run, and has its end. */
  constructor(options: RunOptions, isProgram: boolean) {
    this.#options = options;
    this.#isProgram = isProgram;
    const { chooser, schedule } = options;
    this.chooser = schedule === undefined ? chooser : new Schedule(schedule);
    this.sitesLeft = options.isSilent ? 0 : sitesKept;
    this.clock = this.chooser
      ? new SteppedClock(this)
      : makeClock(options.clock ?? "real");
    this.random = new Random(options.seed ?? anySeed());
    this.observer = options.observer;
    if (options.order === "random") {
      this.pick = (count) => this.draw(count);
    }
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    if (this.observer) countObserved(1);
    scheduler.register(this);
    if (this.chooser && !options.isSilent) {
      this.#unprint = host.onPrint?.(() => this.#prints());
    }
    // The platform's last word: nothing declared is left, and nothing else.
    if (isProgram) {
      host.whenIdle?.(() => this.#deadlocked({ isConfirmed: true }));
      host.whenUnhandled?.((error) => this.#claims(error));
    }
  }

  // To print is an operation too: which line comes first is for all to see.
  #prints(): boolean {
    scheduler.touch(paper);
    return false;
  }

  /** That time passes while everybody polls, where an alarm is expected. */
  get passing(): scheduler.Runnable | undefined {
    const { clock } = this;
    return clock instanceof SteppedClock ? clock.passing : undefined;
  }

  /** Starts a goroutine; it begins when its turn comes. */
  start(name: string, body: () => unknown, site?: Fault): void {
    const creator = this.running();
    const id = ++this.#lastId;
    const goroutine = new Goroutine(this, id, name, creator, body, site);
    this.goroutines.add(goroutine);
    if (this.chooser) scheduler.touch(numbering);
    if (isTraced) trace(this, creator, { kind: "go", started: id, name });
    scheduler.ready(goroutine);
  }

  /** The id of the goroutine of this run whose code runs; 0 for none. */
  running(): number {
    return scheduler.current?.run === this ? scheduler.current.id : 0;
  }

  /** Where `above` was called from, while that is worth its price. */
  site(above: unknown): Fault | undefined {
    if (this.sitesLeft === 0) return undefined;
    this.sitesLeft--;
    return siteOf(above);
  }

  /** The goroutine of a wait that might be that of any who are abroad. */
  stranger(): Goroutine {
    this.#stranger ??= new Goroutine(this, 0, "?", 0, undefined, undefined);
    return this.#stranger;
  }

  /** What those wait for who came back from abroad, we do not know who. */
  strangersWaits(): Wait[] {
    return this.#stranger?.waits() ?? [];
  }

  /** One of `count` ways to go on, each as likely: 0 to `count` - 1. */
  draw(count: number): number {
    return this.chooser ? this.chooser.draw(count) : this.random.below(count);
  }

  /** Counts a poll of `goroutine` that found nothing. */
  polled(goroutine: Goroutine): void {
    const isStepped = this.chooser !== undefined;
    const most = isStepped ? maxPollsInSteps : defaultMaxPolls;
    const { maxPolls = most, clock } = this.#options;
    if (++goroutine.polls !== maxPolls) return;
    if (isTraced) {
      trace(this, goroutine.id, { kind: "spin", polls: maxPolls });
    }
    const words = `${describe(goroutine)} has polled ${maxPolls} times without waiting`;
    if (clock !== "virtual" && !isStepped) return this.#warn(words);
    const headline = `fatal error: ${words}: the virtual clock stands still`;
    this.#close({ kind: "spinning", status: 2, headline, goroutine });
  }

  /** A goroutine returned. Main's return is the end of the run. */
  ended(goroutine: Goroutine, value: unknown): void {
    this.goroutines.remove(goroutine);
    for (const wait of goroutine.waits()) {
      this.#warn(
        `${describe(goroutine)} has ended, and nobody awaited its ${describeWait(wait)}`,
      );
    }
    if (goroutine.id === 1) this.#returned(value);
    else if (this.#result && !this.goroutines.first) this.#close(this.#result);
  }

  /** A goroutine called `goexit`. Main's lets the others go on. */
  gone(goroutine: Goroutine): void {
    this.goroutines.remove(goroutine);
    if (goroutine.id === 1) this.isMainGone = true;
  }

  /** A goroutine ended by a panic that nobody caught. */
  panicked(goroutine: Goroutine, error: unknown): void {
    if (this.chooser) scheduler.touch(everything);
    const headline = describePanic(error);
    this.#close({ kind: "panic", status: 2, headline, error, goroutine });
  }

  // An operation failed that nobody awaited: the panic is its goroutine's, even
  // if that one has ended.
  #claims(error: unknown): boolean {
    const goroutine = ownerOf(error);
    if (goroutine?.run !== this) return false;
    if (!this.isOver) this.panicked(goroutine, error);
    return true;
  }

  /** Ends the run, whatever anybody catches. */
  fatal(message: string): never {
    if (this.chooser) scheduler.touch(everything);
    const goroutine = scheduler.current;
    const headline = `fatal error: ${message}`;
    const error = new Ended(message);
    this.#close({ kind: "fatal", status: 2, headline, error, goroutine });
    throw error;
  }

  exit(status: number): never {
    if (this.chooser) scheduler.touch(everything);
    this.#close({ kind: "exit", status });
    throw new Ended(`exit ${status}`);
  }

  // #region idle
  /** Everybody waits, and all microtasks are over. */
  idle(): void {
    if (this.#result) return this.#remain(this.#result);
    const abroad = scheduler.countAbroad(this);
    const isVirtual = this.chooser || this.#options.clock === "virtual";
    // What comes from outside takes real time: a virtual hour must not pass. (Of
    // those abroad, as many may be back as we know waits of and not whose.)
    const away = this.externals + abroad - (this.#stranger?.pending ?? 0);
    if (this.chooser && away > 0) return this.misled(new OutsideError());
    if (isVirtual && away > 0) return;
    // A real clock will ring by itself; to ask it again and again burns the time.
    if (this.clock.advance())
      return isVirtual ? scheduler.lookAgain() : undefined;
    // The end of a program is for the platform to confirm (`whenIdle`).
    const isForUs = !this.#isProgram || !host.whenIdle;
    const isExpecting = this.externals + abroad > 0;
    if (!isExpecting && isForUs) this.#deadlocked({ isConfirmed: false });
  }
  // #endregion idle

  /** Nobody can decide its order as it was to be. */
  misled(error: Error): void {
    const headline = `fatal error: ${error.message}`;
    this.#close({ kind: "fatal", status: 2, headline, error });
  }

  #deadlocked({ isConfirmed }: Pick<Ending, "isConfirmed">): void {
    if (this.isOver) return;
    const headline =
      this.isMainGone && this.goroutines.first === undefined
        ? "fatal error: no goroutines (main called runtime.Goexit) - deadlock!"
        : "fatal error: all goroutines are asleep - deadlock!";
    this.#close({ kind: "deadlock", status: 2, headline, isConfirmed });
  }

  #returned(value: unknown): void {
    const result: Ending = { kind: "returned", status: 0, value };
    const { strict, outlived } = this.#options;
    if (strict || outlived) this.#result = result;
    if (!this.#result || !this.goroutines.first) this.#close(result);
  }

  // Main has returned in a strict run: the others may finish, and time stands
  // still. Whoever waits now waits for ever.
  #remain(result: Ending): void {
    if (!this.goroutines.first) return this.#close(result);
    if (this.externals > 0 || scheduler.countAbroad(this) > 0) return;
    if (this.#options.outlived) return this.#outlive(result);
    const headline =
      "deadlock: main bubble goroutine has exited but blocked goroutines remain";
    this.#close({ kind: "deadlock", status: 2, headline, isConfirmed: true });
  }

  // Whoever waits for an alarm does not wait for ever.
  #outlive(result: Ending): void {
    const isTimed = this.clock.advance();
    if (!isTimed) return this.#close(result);
    if (++this.#alarmsOutlived < mostAlarmsOutlived) scheduler.lookAgain();
    else this.#close(result, []);
  }

  /** Ends the run with nothing to say: somebody has seen enough of it. */
  abandon(): void {
    this.#close({ kind: "exit", status: 0 }, []);
  }

  #close(ending: Ending, goroutines = this.goroutines.members()): void {
    if (this.isOver) return;
    const misfit = this.chooser?.finish?.();
    if (misfit && ending.error !== misfit) return this.misled(misfit);
    this.isOver = true;
    this.#unprint?.();
    this.clock.stop();
    if (this.observer) countObserved(-1);
    scheduler.unregister(this);
    const states = goroutines.map(stateOf);
    const made = this.#options.isSilent
      ? noReport
      : reporter(ending, goroutines);
    const finish = (report: Report) => this.#finish(ending, report, states);
    // A report that is ready at once ends the program at once: in Go, nothing
    // that was deferred runs after a fatal error or an exit.
    if (made instanceof Promise) this.#settle(made.then(finish));
    else this.#settle(finish(made));
  }

  #finish(
    { kind, status, value, error }: Ending,
    { text: report, circles }: Report,
    goroutines: GoroutineState[],
  ): Outcome {
    const seed = this.random.seed;
    const ending = { kind, status, value, error };
    const outcome = { ...ending, report, circles, goroutines, seed };
    this.#options.onEnd?.(outcome);
    if (this.#isProgram) {
      if (report) host.write(report);
      host.exit(status);
    }
    return outcome;
  }

  #warn(words: string): void {
    this.#options.warn?.(words);
    if (this.#isProgram) host.write(`warning: ${words}\n`);
  }
}
