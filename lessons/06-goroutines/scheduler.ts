// Who runs: one goroutine at a time, whoever became ready first.
//
//              park                    ready                  dispatch
//   running ─────────▶ waiting ─────────────▶ in the run queue ─────────▶ running
//
// Always true:
//   - at most one promise of a waiting goroutine is settled at a time, so all
//     code up to the next park belongs to one goroutine: `current`
//   - a wake never runs anybody; it puts a goroutine at the end of the run queue
//   - the next one goes on a microtask after a park, when the stretch of code
//     that called it is over. To dispatch inside `park` would be faster and
//     wrong: the code between the call and its `await` would already run under
//     the next goroutine's name.
//
// What a goroutine waits for is a count, not a flag: `Promise.all` over two
// receives is two waits of one goroutine.

import { type Chooser, keyOf, unchanging, unknown } from "./choice.ts";
import type { Goroutine } from "./goroutine.ts";
import { host } from "./host.ts";
import { RuntimeError } from "./panic.ts";
import { Ring } from "./ring.ts";
import type { Run } from "./run.ts";
import { isTraced, trace } from "./trace.ts";
import { crossing, runnable, traceParked, Wait } from "./wait.ts";

/** What stands in the run queue: a goroutine to begin, or a wait that is over. */
export interface Runnable {
  readonly goroutine: Goroutine;
  /**
   * What goes on: a wait of its goroutine, which may have several, or below 0 an
   * alarm that is due. The same in every schedule.
   */
  readonly turn: number;
  /** It did not have to wait: others were to go first. */
  readonly isStopped: boolean;
  /** Lets the goroutine go on, in microtasks that follow. */
  resume(): void;
}

/** The goroutine whose code runs; `undefined` between two of them. */
export let current: Goroutine | undefined;

// Channel traffic alone would keep timers and sockets waiting for ever: after
// this many hand-overs, or as many operations in a row that did not have to
// wait, the event loop has a turn.
const budget = 1024;

const queue = new Ring<Runnable>();
let hops = 0;
let moves = 0; // operations of this stretch that did not have to wait
let movesSeen = 0; // … and how many there were at its last park
let isDue = false; // a dispatch is on its way
let isAlone = false; // at the last park nobody else was there to go on
let isWatched = false; // a look after the microtasks is on its way
const abroad = new Set<Goroutine>();
const lost = new WeakSet<Goroutine>(); // who was abroad when its run ended
const runs = new Set<Run>();
let steppedRuns = 0;

/** Whether any run goes in steps, as a chooser decides (choice.ts). */
export let isStepped = false;

/** Settled for good: what an operation returns that did not have to wait. */
export const settled: Promise<void> = Promise.resolve();

let keptResolve: (value: unknown) => void;
const keepResolve = (resolve: (value: unknown) => void): void => {
  keptResolve = resolve;
};

// #region park
/** Stops the current goroutine at `wait`, until somebody says `ready`. */
export function park<T>(wait: Wait): Promise<T> {
  const promise = new Promise(keepResolve);
  wait.resolve = keptResolve;
  const { goroutine } = wait;
  goroutine.begin(wait);
  if (isStepped) wait.ordinal = ++goroutine.parks;
  if (wait.kind !== runnable) goroutine.polls = 0;
  if (isTraced) traceParked(wait);
  if (goroutine.run.sitesLeft > 0) wait.site = goroutine.run.site(park);
  movesSeen = moves;
  if (!isDue) comeDue();
  return promise as Promise<T>;
}

/** Puts what may go on at the end of the run queue. */
export function ready(runnable: Runnable): void {
  queue.add(runnable);
  if ((current === undefined || isAlone) && !isDue) comeDue();
}
// #endregion park

/** What an operation returns that was done at once, at the end of its work. */
export function goOn(): Promise<void> {
  if (isStepped) return goOnInSteps(undefined);
  return ++moves < budget ? settled : rest(undefined);
}

/** The same for an operation that has a value to give. */
export function goOnWith<T>(value: T): Promise<T> {
  if (isStepped) return goOnInSteps(value);
  return ++moves < budget ? Promise.resolve(value) : rest(value);
}

function goOnInSteps<T>(value: T): Promise<T> {
  moves++;
  return current?.run.chooser?.pauses() ? rest(value) : Promise.resolve(value);
}

/** Lets everybody else go first, the event loop too, and resolves with `value`. */
export function rest<T>(value: T): Promise<T> {
  const goroutine = here("go on");
  const { chooser } = goroutine.run;
  if (!chooser) hops = budget;
  const wait = new Wait(goroutine, runnable, chooser && crossing, undefined);
  const promise = park<T>(wait);
  wait.end(value);
  return promise;
}

// #region turn
/** Whether `goroutine` has to wait for its turn before its next operation. */
export function mustWait({ run: { chooser } }: Goroutine): boolean {
  return chooser !== undefined && !chooser.isFresh;
}

/** Does `operation` when it is the goroutine's turn. */
export function inTurn<T>(operation: () => Promise<T>): Promise<T> {
  return rest(undefined).then(operation);
}

/** In a run that goes in steps: this step touches the object with that key. */
export function touch(key: number): void {
  if (key !== unchanging) current?.run.chooser?.touch(key);
}

/** The key of an object that is being made; 0 where nobody asks for it. */
export function makeKey(): number {
  if (!current?.run.chooser) return unknown;
  return keyOf(current.id, current.made++);
}
// #endregion turn

/** The goroutine that calls an `operation` which may wait; throws outside. */
export function here(operation: string): Goroutine {
  return current ?? comeBack(operation);
}

function comeDue(): void {
  isDue = true;
  void settled.then(dispatch);
}

// #region dispatch
function dispatch(): void {
  isDue = false;
  if (moves !== movesSeen) {
    movesSeen = moves; // it did not stop at its last park: none awaited it
    return comeDue();
  }
  moves = movesSeen = 0;
  if (!isWatched) watchLater();
  // Nobody else is there: who parked may have lost a Promise.race and go on.
  isAlone = queue.length === 0;
  if (isAlone) return isStepped ? settleSoon(racingMicrotasks) : undefined;
  current = undefined;
  // Who is abroad may come back in any microtask: let all of them go first.
  if (abroad.size > 0) takeTurn();
  else runNext();
}

function runNext(): void {
  const next = takeNext();
  if (next === undefined) return;
  current = next.goroutine;
  isAlone = false;
  if (isTraced) trace(current.run, current.id, { kind: "run" });
  next.resume();
}
// #endregion dispatch

function takeNext(): Runnable | undefined {
  while (queue.length > 0) {
    if (++hops > budget && !isStepped) return takeTurn();
    const next = queue.take();
    const { run } = next.goroutine;
    if (run.isOver) continue;
    if (!run.chooser) return run.pick ? pickAny(next, run.pick) : next;
    const chosen = choose(next, run.chooser);
    if (chosen) return chosen;
  }
  return undefined;
}

function takeTurn(): undefined {
  hops = 0;
  isDue = true;
  host.turn(afterTurn);
}

function afterTurn(): void {
  isDue = false;
  if (current !== undefined) passOver(current); // it came back in between
  if (!isWatched) watchLater();
  runNext();
}

// In a run that leaves the order to chance (or to somebody who tries them all),
// any of its runnable goroutines may be the next.
function pickAny(first: Runnable, pick: (count: number) => number): Runnable {
  const others = queue
    .values()
    .filter((each) => each.goroutine.run === first.goroutine.run);
  const chosen = others[pick(others.length + 1) - 1];
  if (chosen === undefined) return first;
  queue.replace(chosen, first);
  return chosen;
}

// Nothing where the chooser has had enough of this run, which is over then.
function choose(first: Runnable, chooser: Chooser): Runnable | undefined {
  const { run, polls } = first.goroutine;
  const candidates = [first];
  for (const each of queue.values()) {
    if (each.goroutine.run === run) candidates.push(each);
  }
  // Where everybody polls, what they look for may come only with time.
  const passes = polls > 0 && candidates.every(isPolling);
  if (passes && run.passing) candidates.unshift(run.passing);
  const chosen = candidates[chooser.next(candidates)];
  if (chooser.misfit) run.misled(chooser.misfit);
  if (chosen === first || run.isOver) return run.isOver ? undefined : first;
  queue.putBack(first);
  if (chosen && chosen !== run.passing) queue.remove(chosen);
  return chosen;
}

function isPolling({ goroutine }: Runnable): boolean {
  return goroutine.polls > 0;
}

/** Takes back what stands in the run queue. */
export function withdraw(runnable: Runnable): void {
  queue.remove(runnable);
}

/** An alarm has rung: whoever is next goes on. */
export function passOn(): void {
  current = undefined;
  moves = movesSeen = 0;
  if (!isDue) comeDue();
}

// A run that goes in steps waits for nothing outside: when everybody waits, only
// what a Promise.race still does can change that. That takes a few microtasks; the
// last word, that nobody will ever go on, waits until all of them are over.
const racingMicrotasks = 30;

function settleSoon(microtasks: number): void {
  void settled.then(() => {
    if (microtasks > 0) return settleSoon(microtasks - 1);
    for (const run of runs) {
      if (!run.chooser) continue;
      if (run.clock.isExpected) settle(run);
      else host.turn(() => settle(run));
    }
  });
}

function settle(run: Run): void {
  const isStill = !isDue && queue.length === 0 && moves === movesSeen;
  if (isStill && !run.isOver) run.idle();
}

function watchLater(): void {
  isWatched = true;
  host.turn(watch);
}

// All microtasks are over. Whoever is still running has left for a promise that
// the runtime does not know; if nobody is, nothing may be left to happen.
function watch(): void {
  isWatched = false;
  if (current !== undefined) passOver(current);
  if (isDue) return;
  if (queue.length > 0) return dispatch();
  for (const run of runs) run.idle();
}

function passOver(goroutine: Goroutine): void {
  current = undefined;
  moves = movesSeen = 0;
  if (goroutine.pending > 0) return; // it waits for several, one has come
  if (goroutine.isOver) return; // a wait of its own came after its end
  if (goroutine.id === 0) return; // a stranger: whoever it is, is abroad
  abroad.add(goroutine);
  if (isTraced) trace(goroutine.run, goroutine.id, { kind: "abroad" });
}

// #region abroad
// An operation, and nobody is running: a goroutine is back from abroad. If one
// was there, it is that one. If several were, we do not guess.
function comeBack(operation: string): Goroutine {
  const [only, another] = abroad;
  if (only === undefined) {
    throw new RuntimeError("OUTSIDE", `${operation} outside any goroutine`);
  }
  if (another !== undefined) current = strangerOf(operation);
  else current = home(only);
  if (!isWatched) watchLater();
  return current;
}
// #endregion abroad

function home(goroutine: Goroutine): Goroutine {
  abroad.delete(goroutine);
  return goroutine;
}

function strangerOf(operation: string): Goroutine {
  const [run, another] = new Set([...abroad].map((each) => each.run));
  if (run && !another) return run.stranger();
  const message = `${operation} by a goroutine of one of several runs: expected its foreign promise in external()`;
  throw new RuntimeError("UNKNOWN_RUN", message);
}

/** Called when a goroutine has ended: the next one may go on. */
export function leave(goroutine: Goroutine): void {
  abroad.delete(goroutine);
  if (current === goroutine) {
    current = undefined;
    moves = movesSeen = 0;
    if (!isDue) dispatch();
  } else if (!isWatched) watchLater();
}

/** Takes a run in, or, when it is over, out, with everybody it had abroad. */
export function register(run: Run): void {
  runs.add(run);
  if (run.chooser) isStepped = ++steppedRuns > 0;
}

export function unregister(run: Run): void {
  runs.delete(run);
  if (run.chooser) isStepped = --steppedRuns > 0;
  for (const each of abroad) if (each.run === run) lost.add(home(each));
  if (current?.run !== run) return;
  current = undefined;
  moves = movesSeen = 0;
  if (!isDue) comeDue();
}

/** The run that a call from outside every goroutine can only mean. */
export function onlyRun(operation: string): Run {
  if (current) return current.run;
  const [run, another] = runs;
  if (run && !another) return run;
  throw new RuntimeError("OUTSIDE", `${operation} outside any goroutine`);
}

/** Whether `goroutine` waits for something that the runtime does not know. */
export function isAbroad(goroutine: Goroutine): boolean {
  return abroad.has(goroutine) || lost.has(goroutine);
}

/** How many goroutines of `run` are abroad. */
export function countAbroad(run: Run): number {
  let count = 0;
  for (const each of abroad) if (each.run === run) count++;
  return count;
}

/** Everybody waited, and somebody's alarm has rung, or nobody's yet. */
export function lookAgain(): void {
  if (isStepped && !isDue) return comeDue();
  if (queue.length === 0 && !isWatched) watchLater();
}
