// A goroutine: an async function that the runtime started, and can name.

import type { Member } from "./line.ts";
import { describeValue, Goexit } from "./panic.ts";
import type { Run } from "./run.ts";
import { leave, onlyRun, type Runnable } from "./scheduler.ts";
import type { Fault } from "./site.ts";
import { isTraced, trace } from "./trace.ts";
import { failed, runnable, type Wait } from "./wait.ts";

type Body<Args extends unknown[]> = (...args: Args) => unknown;

export class Goroutine implements Runnable {
  declare next: Member | undefined;
  declare previous: Member | undefined;
  declare readonly run: Run;
  /** 1 for main; the others in the order of their `go`. */
  declare readonly id: number;
  /** The name it was given, or its function's; `""` for neither. */
  declare readonly name: string;
  /** The id of the goroutine that started it; 0 for none. */
  declare readonly creator: number;
  /** Where `go` was called, if that was kept. */
  declare readonly site: Fault | undefined;
  /** Waits that are not over, and those that are but have not gone on. */
  declare pending: number;
  /** How many waits of it have begun, in a run that goes in steps. */
  declare parks: number;
  /** How many objects with a key it has made. */
  declare made: number;
  /** Polls in a row that found nothing to do. */
  declare polls: number;
  /** It has returned, or gone; a wait of its own may still be left over. */
  declare isOver: boolean;
  declare body: (() => unknown) | undefined;
  /** What it waits for: nothing, one, or, with Promise.all, several. */
  declare waiting: Wait | Set<Wait> | undefined;

  constructor(
    run: Run,
    id: number,
    name: string,
    creator: number,
    body: (() => unknown) | undefined,
    site: Fault | undefined,
  ) {
    this.next = undefined;
    this.previous = undefined;
    this.run = run;
    this.id = id;
    this.name = name;
    this.creator = creator;
    this.pending = 0;
    this.parks = 0;
    this.made = 0;
    this.polls = 0;
    this.isOver = false;
    this.body = body;
    this.site = site;
    this.waiting = undefined;
  }

  get goroutine(): Goroutine {
    return this;
  }

  get turn(): number {
    return this.id;
  }

  get isStopped(): boolean {
    return false; // it has not begun
  }

  // #region begin
  resume(): void {
    const { body } = this;
    this.body = undefined; // so that what it captured can go before it ends
    start(body).then(
      (value) => end(this, value),
      (error: unknown) => fail(this, error),
    );
  }
  // #endregion begin

  /** A wait of this goroutine begins. */
  begin(wait: Wait): void {
    if (this.pending++ === 0) this.waiting = wait;
    else this.beginAnother(wait);
  }

  private beginAnother(wait: Wait): void {
    const { waiting } = this;
    if (waiting instanceof Set) waiting.add(wait);
    else this.waiting = new Set(waiting ? [waiting, wait] : [wait]);
  }

  /** It is over, and whoever awaits it goes on. */
  finish(wait: Wait): void {
    if (--this.pending === 0) this.waiting = undefined;
    else if (this.waiting instanceof Set) this.waiting.delete(wait);
  }

  /** What it waits for now. */
  waits(): Wait[] {
    const { waiting } = this;
    if (waiting === undefined) return [];
    const all = waiting instanceof Set ? [...waiting] : [waiting];
    return all.filter(({ kind }) => kind !== runnable);
  }
}

// A body that is not async is over when it returns.
function start(body: (() => unknown) | undefined): Promise<unknown> {
  try {
    const result = body?.();
    return result instanceof Promise ? result : Promise.resolve(result);
  } catch (error) {
    return failed(error);
  }
}

function end(goroutine: Goroutine, value: unknown): void {
  const { run, id } = goroutine;
  if (run.isOver) return;
  goroutine.isOver = true;
  if (isTraced) trace(run, id, { kind: "end" });
  run.ended(goroutine, value);
  leave(goroutine);
}

function fail(goroutine: Goroutine, error: unknown): void {
  const { run, id } = goroutine;
  if (run.isOver) return;
  goroutine.isOver = true;
  if (error instanceof Goexit) {
    run.gone(goroutine);
    return leave(goroutine);
  }
  if (isTraced) trace(run, id, { kind: "end", error: describeValue(error) });
  run.panicked(goroutine, error);
}

// #region go
/**
 * Starts `body` as a goroutine, with `args` as they are now, and does not wait
 * for it. It begins when the current goroutine waits or ends.
 *
 * A name, given first, stands in reports and pictures; without one it is the
 * function's. Throws `go of nil func value` if `body` is no function: a fatal
 * error, as in Go (https://go.dev/ref/spec#Go_statements).
 */
export function go<Args extends unknown[]>(
  body: Body<Args>,
  ...args: Args
): void;
export function go<Args extends unknown[]>(
  name: string,
  body: Body<Args>,
  ...args: Args
): void;
export function go(...words: unknown[]): void {
  const named = typeof words[0] === "string";
  const [body, ...args] = (named ? words.slice(1) : words) as [Body<unknown[]>];
  const run = onlyRun("go");
  if (typeof body !== "function") run.fatal("go of nil func value");
  const name = named ? (words[0] as string) : body.name;
  const bound = args.length > 0 ? () => body(...args) : (body as () => unknown);
  run.start(name, bound, run.site(go));
}
// #endregion go
