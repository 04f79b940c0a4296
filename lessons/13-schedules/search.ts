// The search: a tree of decisions, walked depth first. A schedule is a path from
// its root; it is run from the start each time, because nobody can put a program
// back to where it was.
//
//                 ●  who is next?          path: the decisions of this schedule
//               ┌─┴─┐
//               1   2                      next: the last decision that has a way
//             ┌─┴─┐ └─┐                          left; below it all is new
//             1   2   …
//
// Two steps that touch nothing in common give the same result in both orders. So
// when all that begins with a step of goroutine 1 has been tried, 1 may sleep while
// its neighbours are tried, until one of them touches what its step touched: what
// comes before that is an order we have seen (Godefroid's sleep sets).
//
// Always true:
//   - of the schedules that differ only in the order of steps that touch nothing
//     in common, at least one is run; where nobody sleeps, every one
//   - who sleeps has a next step that was tried from here, or from where nothing
//     since has touched what it touches

import { type Chooser, inOrder } from "../06-goroutines/choice.ts";
import type { Runnable } from "../06-goroutines/scheduler.ts";
import { type Footprint, meet, nowhere, Places } from "./footprint.ts";
import type { Memory, Snapshot } from "./memory.ts";

/** Somebody whose next step has been tried, and what it touched. */
interface Sleeper {
  readonly turn: number;
  /** Whose step it is: another step of it may change what this one does. */
  readonly who: number;
  readonly footprint: Footprint;
}

/** Who is next? The first by default. */
interface Crossing {
  readonly kind: "next";
  way: number;
  readonly turns: readonly number[];
  readonly whos: readonly number[];
  /** Who sleeps here: more with each way that has been tried. */
  readonly sleepers: Sleeper[];
  /** What the step touches that this way begins, in all schedules so far. */
  footprint: Footprint;
  /** Preemptions before it, and whether any other way is one more. */
  readonly preemptions: number;
  readonly isRunning: boolean;
  /** What had happened before it, for the memory. */
  readonly snapshot: Snapshot | undefined;
}

/** Which case? Or: do others go first, before the code behind an operation? */
interface Fork {
  readonly kind: "draw" | "pause";
  way: number;
  readonly ways: number;
  /** What the code behind the operation touches. */
  footprint: Footprint;
}

export interface SearchOptions {
  /** Preemptions in a schedule, at most. */
  bound: number;
  /** Whether orders that cannot differ are run once. */
  reduces: boolean;
  /** The states that have been seen. */
  memory: Memory | undefined;
  /** Steps in a schedule, at most. */
  maxSteps: number;
  /** Ends the run that is going on. */
  abandon: () => void;
}

export class Search implements Chooser {
  isFresh = true;
  /** This schedule was given up: another one stands for it. */
  isCut = false;
  /** This schedule had more than `maxSteps`. */
  isEndless = false;
  /** Some goroutine polled in vain so often that it was passed over. */
  hasPassedOver = false;
  misfit: Error | undefined;
  readonly #options: SearchOptions;
  readonly #places = new Places();
  readonly #path: (Crossing | Fork)[] = [];
  #depth = 0; // of the decision that comes next
  #steps = 0;
  #crossing: Crossing | undefined; // the last one, and the step it began:
  #footprint = nowhere;
  #pause: Fork | undefined;
  #last: number | undefined;
  // The memory knows what happened before the last crossing that is not new.
  #knownDepth = 0;
  #memory: Memory | undefined;

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#memory = options.memory;
  }

  /** The ways of this schedule's decisions, as a `Schedule` counts them. */
  get ways(): number[] {
    return this.#path
      .filter((node) => countWays(node) > 1)
      .map(({ way }) => way);
  }

  /** Preemptions in this schedule. */
  get preemptions(): number {
    return this.#crossing ? preemptionsAfter(this.#crossing) : 0;
  }

  // #region next
  next(candidates: readonly Runnable[]): number {
    if (this.#depth >= this.#knownDepth) this.#memory = this.#options.memory;
    this.#memory?.end();
    const order = inOrder(candidates, this.#last);
    this.hasPassedOver ||= order.length < candidates.length;
    const ways = order.map((index) => candidates[index] as Runnable);
    const crossing = this.#known(ways) ?? this.#cross(ways);
    this.#beginStep(crossing);
    if (this.misfit) return 0; // and so the run ends
    if (crossing.way < 0 || this.isEndless) {
      this.isCut = !this.isEndless;
      this.#options.abandon();
      return -1;
    }
    return order[crossing.way] ?? -1;
  }

  /** The crossing that earlier schedules have come to at this point. */
  #known(ways: readonly Runnable[]): Crossing | undefined {
    const known = this.#path[this.#depth];
    if (!known) return undefined;
    const isSame =
      known.kind === "next" &&
      known.turns.length === ways.length &&
      ways.every(({ turn }, way) => turn === known.turns[way]);
    if (isSame) return known;
    this.misfit ??= changed();
    return undefined;
  }

  #beginStep(crossing: Crossing): void {
    this.#depth++;
    this.#crossing = crossing;
    this.#footprint = nowhere;
    this.#pause = undefined;
    this.#last = crossing.whos[crossing.way];
    this.isFresh = true;
    this.isEndless = ++this.#steps > this.#options.maxSteps;
    const turn = crossing.turns[crossing.way] ?? 0;
    this.#memory?.begin(this.#last ?? 0, turn);
  }

  /** A crossing where no schedule has been before. */
  #cross(ways: readonly Runnable[]): Crossing {
    const preemptions = this.preemptions;
    const crossing: Crossing = {
      kind: "next",
      way: -1,
      turns: ways.map(({ turn }) => turn),
      whos: ways.map(whoOf),
      sleepers: this.#sleepersNow(ways),
      footprint: nowhere,
      preemptions,
      isRunning: ways.some((each) => this.#isRunning(each)),
      snapshot: this.#memory?.save(),
    };
    const isBounded = this.#options.bound < Infinity;
    // Who may go on for nothing matters only where preemptions are counted.
    const running = isBounded && crossing.isRunning ? (this.#last ?? 0) : 0;
    const asleep = crossing.sleepers.map(({ turn }) => turn);
    const isKnown = this.#memory?.knows(running, preemptions, asleep) ?? false;
    if (!isKnown) this.#turn(crossing);
    if (!this.misfit) this.#path.push(crossing);
    return crossing;
  }
  // #endregion next

  /** Whether it ran until now, and was stopped although it could go on. */
  #isRunning({ isStopped, goroutine }: Runnable): boolean {
    return isStopped && goroutine.id === this.#last && goroutine.polls === 0;
  }

  // #region sleep
  // #region asleep
  /** Who still sleeps after the step that has just ended. */
  #sleepersNow(ways: readonly Runnable[]): Sleeper[] {
    const before = this.#options.reduces
      ? (this.#crossing?.sleepers ?? [])
      : [];
    const sleepers = before.filter(
      ({ who, footprint }) =>
        who !== this.#last && !meet(footprint, this.#footprint),
    );
    // Who was stopped before the code behind its operation: to let it go on
    // first is what the schedules without the pause did.
    const paused = ways.findLast(
      ({ isStopped, goroutine }) => isStopped && goroutine.id === this.#last,
    );
    if (this.#pause?.way === 1 && paused) {
      const { footprint } = this.#pause;
      sleepers.push({ turn: paused.turn, who: whoOf(paused), footprint });
    }
    return sleepers;
  }
  // #endregion asleep

  /** Turns `crossing` to its next way; false if none is left. */
  #turn(crossing: Crossing): boolean {
    const { turns, whos, sleepers, footprint } = crossing;
    const [turn, who] = [turns[crossing.way], whos[crossing.way]];
    if (turn !== undefined && who !== undefined && this.#options.reduces) {
      sleepers.push({ turn, who, footprint });
    }
    crossing.footprint = nowhere;
    while (++crossing.way < turns.length) {
      const next = turns[crossing.way];
      const isAsleep = sleepers.some((each) => each.turn === next);
      if (!isAsleep && this.#isWithinBound(crossing)) return true;
    }
    crossing.way = -1;
    return false;
  }
  // #endregion sleep

  #isWithinBound(crossing: Crossing): boolean {
    return preemptionsAfter(crossing) <= this.#options.bound;
  }

  draw(count: number): number {
    const way = this.#fork("draw", count).way;
    this.#memory?.draw(way);
    return way;
  }

  pauses(): boolean {
    if (this.isFresh) return false;
    this.#pause = this.#fork("pause", 2);
    const { way } = this.#pause;
    // What the code behind would touch has been touched by the operation too:
    // without this, who has paused looks like who has gone on.
    if (way === 1) this.#memory?.draw(way);
    return way === 1;
  }

  #fork(kind: Fork["kind"], ways: number): Fork {
    const known = this.#path[this.#depth++];
    if (known?.kind === kind && countWays(known) === ways) return known;
    if (known) this.misfit ??= changed();
    const fork: Fork = { kind, way: 0, ways, footprint: nowhere };
    if (!known) this.#path.push(fork);
    return fork;
  }

  touch(key: number): void {
    this.isFresh = false;
    const place = this.#places.of(key);
    this.#footprint |= place;
    if (this.#crossing) this.#crossing.footprint |= place;
    if (this.#pause) this.#pause.footprint |= place;
    this.#memory?.touch(key);
  }

  meet(key: number, other: number, isSend: boolean): void {
    this.#memory?.meet(key, other, isSend);
  }

  // #region advance
  /** Prepares the next schedule; false if there is none. */
  advance(): boolean {
    this.#begin();
    for (let last = this.#path.at(-1); last; last = this.#path.at(-1)) {
      if (this.#turnAny(last)) return this.#recall();
      this.#path.pop();
    }
    return false;
  }

  // What the memory knows of the last crossing it need not work out again.
  #recall(): true {
    const depth = this.#path.findLastIndex(({ kind }) => kind === "next");
    const crossing = this.#path[depth] as Crossing;
    if (crossing.snapshot) this.#options.memory?.restore(crossing.snapshot);
    this.#knownDepth = depth;
    this.#memory = undefined; // until this schedule has come there
    return true;
  }

  #turnAny(node: Crossing | Fork): boolean {
    if (node.kind === "next") return node.way >= 0 && this.#turn(node);
    if (node.kind === "draw") return ++node.way < node.ways;
    // With nothing behind the operation there is nothing to go before.
    return node.way === 0 && node.footprint !== nowhere && ++node.way > 0;
  }
  // #endregion advance

  #begin(): void {
    this.#depth = 0;
    this.#steps = 0;
    this.#crossing = undefined;
    this.#footprint = nowhere;
    this.#pause = undefined;
    this.#last = undefined;
    this.isFresh = true;
    this.isCut = false;
    this.isEndless = false;
  }
}

/** Whose step it is: a goroutine's, or an alarm's. */
function whoOf({ goroutine, turn }: Runnable): number {
  return goroutine.id > 0 ? goroutine.id : turn;
}

function changed(): Error {
  return new Error(
    "expected a program that does the same each time, but for its order, got one that does not",
  );
}

function countWays(node: Crossing | Fork): number {
  return node.kind === "next" ? node.turns.length : node.ways;
}

function preemptionsAfter(crossing: Crossing): number {
  const isPreemption = crossing.isRunning && crossing.way > 0;
  return crossing.preemptions + (isPreemption ? 1 : 0);
}
