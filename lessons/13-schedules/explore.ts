// Every order in which a program can run, one after the other, and what each leads
// to. It is the same runtime: only who goes on next is not left to arrival and
// chance (choice.ts).

import {
  type Chooser,
  describeSchedule,
  paper,
} from "../06-goroutines/choice.ts";
import { host } from "../06-goroutines/host.ts";
import { OutsideError } from "../06-goroutines/panic.ts";
import { Random } from "../06-goroutines/random.ts";
import { type Outcome, Run } from "../06-goroutines/run.ts";
import { touch } from "../06-goroutines/scheduler.ts";
import { claimOf } from "./claim.ts";
import { Memory } from "./memory.ts";
import { type Ending, Endings, endingOf, type Found } from "./outcomes.ts";
import { Search } from "./search.ts";
import { Walk } from "./walk.ts";

export interface ExploreOptions {
  /**
   * Preemptions in a schedule, at most: how often a goroutine is stopped that
   * could go on. Without it there is no bound. Most bugs need two or fewer.
   */
  bound?: number;
  /** False runs every order, also those that cannot differ. */
  reduce?: boolean;
  /** Schedules to run, at most; one million by default. */
  maxSchedules?: number;
  /** Steps in a schedule, at most; 10,000 by default. */
  maxSteps?: number;
  /** Instead of all orders, `maxSchedules` of them by chance, from this seed. */
  seed?: number;
  /** Is told, a few times a second, how far it has come. */
  onProgress?: (progress: Progress) => void;
  /** Stops it: the result then is what was found so far. */
  signal?: AbortSignal;
}

export interface Progress {
  /** Schedules that were run to their end. */
  schedules: number;
  /** Schedules that were given up half-way: another one stands for them. */
  cut: number;
  endings: number;
}

export interface Exploration {
  schedules: number;
  cut: number;
  /** Whether these schedules stand for all there are, within the bound. */
  isComplete: boolean;
  /** What is claimed, in a sentence: all of what, or how many of them. */
  claim: string;
  /** Each different ending, the failures first. */
  endings: Found[];
}

const defaults = { maxSchedules: 1_000_000, maxSteps: 10_000 };
const mostEndings = 1_000;
const turnMs = 50; // how long the event loop waits for its turn
const manyWalks = 10_000;

// #region explore
/**
 * Runs `program` once in each of its orders, on a virtual clock. What the program
 * shares must be made inside it: each run begins with a new one. What it prints by
 * `console.log` is kept and not shown.
 *
 * Rejects with a `RangeError` for a bound or a number that is none, and with the
 * error of a program that cannot be explored because it waits for something
 * outside.
 */
export async function explore(
  program: () => unknown,
  options: ExploreOptions = {},
): Promise<Exploration> {
  const explorer = new Explorer(checkProgram(program), check(options));
  if (isExploring) {
    throw new Error("expected one exploration at a time, got a second");
  }
  isExploring = true;
  const restore = host.onPrint?.((line) => explorer.print(line));
  try {
    await (options.seed === undefined
      ? explorer.search()
      : explorer.walk(new Random(options.seed)));
  } finally {
    isExploring = false;
    restore?.();
  }
  return explorer.result();
}
// #endregion explore

// What a program prints is kept for the one that is explored.
let isExploring = false;

function checkProgram(program: unknown): () => unknown {
  if (typeof program === "function") return program as () => unknown;
  throw new TypeError(`expected a function to explore, got ${String(program)}`);
}

type Checked = ExploreOptions & typeof defaults & { bound: number };

function check(options: ExploreOptions): Checked {
  const { bound = Infinity, seed } = options;
  const maxSchedules =
    options.maxSchedules ??
    (seed === undefined ? defaults.maxSchedules : manyWalks);
  const { maxSteps = defaults.maxSteps } = options;
  if (seed !== undefined && bound < Infinity) {
    throw new RangeError("expected a bound or a seed, got both");
  }
  expectWhole("bound", bound, 0);
  expectWhole("maxSchedules", maxSchedules, 1);
  expectWhole("maxSteps", maxSteps, 1);
  return { ...options, bound, maxSchedules, maxSteps };
}

function expectWhole(name: string, value: number, least: number): void {
  const isWhole = Number.isInteger(value) || value === Infinity;
  if (isWhole && value >= least) return;
  throw new RangeError(
    `expected ${name} to be a whole number from ${least}, got ${value}`,
  );
}

class Explorer {
  readonly #program: () => unknown;
  readonly #options: Checked;
  #endings = new Endings(mostEndings);
  #run: Run | undefined;
  #output: string[] = [];
  #isPrinting = true;
  #prints = false; // some schedule has printed something
  #heedsReturn = false; // … and so main's return is a step that others notice
  #schedules = 0;
  #cut = 0;
  #isEndless = false;
  #hasPassedOver = false;
  #isWhole = false; // the tree has been walked to its end
  #lastTurn = performance.now();

  constructor(program: () => unknown, options: Checked) {
    this.#program = program;
    this.#options = options;
  }

  print(line: string): boolean {
    touch(paper);
    this.#prints = true;
    if (this.#isPrinting) this.#output.push(line);
    return true; // it is kept
  }

  // #region loop
  async search(): Promise<void> {
    const search = this.#begin();
    do {
      const outcome = await this.#runOnce(search);
      // What is printed after main's return is no output: that order matters, and
      // from the first line on we know it.
      if (this.#prints && !this.#heedsReturn) return this.#searchAnew();
      if (search.isCut) this.#cut++;
      else this.#count(search, outcome);
      this.#hasPassedOver ||= search.hasPassedOver;
      this.#isWhole = !search.advance();
    } while (!this.#isWhole && !(await this.#isEnough()));
  }
  // #endregion loop

  #begin(): Search {
    const { bound, maxSteps, reduce: reduces = true } = this.#options;
    const isBounded = bound < Infinity;
    return new Search({
      bound,
      maxSteps,
      reduces: reduces && !isBounded,
      memory: reduces ? new Memory() : undefined,
      abandon: () => this.#run?.abandon(),
    });
  }

  #searchAnew(): Promise<void> {
    this.#heedsReturn = true;
    this.#schedules = this.#cut = 0;
    this.#endings = new Endings(mostEndings);
    return this.search();
  }

  async walk(random: Random): Promise<void> {
    const { maxSteps } = this.#options;
    do {
      const walk = new Walk(random, maxSteps, () => this.#run?.abandon());
      this.#count(walk, await this.#runOnce(walk));
    } while (!(await this.#isEnough()));
  }

  async #runOnce(chooser: Search | Walk): Promise<Outcome> {
    const run = new Run({ chooser, outlived: true, isSilent: true }, false);
    this.#run = run;
    this.#output = [];
    this.#isPrinting = true;
    run.start("main", async () => {
      await this.#program();
      if (this.#heedsReturn) touch(paper);
      this.#isPrinting = false;
    });
    const outcome = await run.outcome;
    const { error } = outcome;
    if (error instanceof OutsideError) throw error;
    if (error !== undefined && error === (chooser as Chooser).misfit) {
      throw error as Error;
    }
    return outcome;
  }

  #count({ ways, isEndless }: Search | Walk, outcome: Outcome): void {
    this.#schedules++;
    const ending: Ending = isEndless
      ? { kind: "endless", output: this.#output, waiting: [], error: "" }
      : endingOf(outcome, this.#output);
    this.#isEndless ||= isEndless;
    this.#endings.add(ending, ways, () => describeSchedule(ways));
  }

  async #isEnough(): Promise<boolean> {
    const { maxSchedules, signal } = this.#options;
    if (performance.now() - this.#lastTurn > turnMs) await this.#takeTurn();
    return this.#schedules >= maxSchedules || (signal?.aborted ?? false);
  }

  /** The page, or whoever wants to stop us, has a turn. */
  async #takeTurn(): Promise<void> {
    this.#options.onProgress?.({
      schedules: this.#schedules,
      cut: this.#cut,
      endings: this.#endings.list().length,
    });
    await new Promise<void>((resolve) => host.turn(resolve));
    this.#lastTurn = performance.now();
  }

  result(): Exploration {
    const { bound, seed } = this.#options;
    const isComplete =
      this.#isWhole &&
      !this.#isEndless &&
      !this.#hasPassedOver &&
      this.#endings.dropped === 0;
    const schedules = this.#schedules;
    return {
      schedules,
      cut: this.#cut,
      isComplete,
      claim: claimOf({ schedules, isComplete, bound, seed }),
      endings: this.#endings.list(),
    };
  }
}
