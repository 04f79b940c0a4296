// A goroutine: an async function that the runtime started, and can name.

import type { Fault } from "./site.ts";
import { Goexit } from "./panic.ts";
import type { Run } from "./run.ts";
import { leave, onlyRun, type Runnable } from "./scheduler.ts";
import { isTraced, trace } from "./trace.ts";
import type { Wait } from "./wait.ts";

type Body<Args extends unknown[]> = (...args: Args) => unknown;

export class Goroutine implements Runnable {
  behind: Runnable | undefined = undefined;
  readonly run: Run;
  /** 1 for main; the others in the order of their `go`. */
  readonly id: number;
  /** The name it was given, or its function's; `""` for neither. */
  readonly name: string;
  /** The id of the goroutine that started it; 0 for none. */
  readonly creator: number;
  /** Where `go` was called, if that was kept. */
  readonly site: Fault | undefined;
  /** Waits that are not over, and those that are but have not gone on. */
  pending = 0;
  isAbroad = false;
  /** Polls in a row that found nothing to do. */
  polls = 0;
  #body: (() => unknown) | undefined;
  #wait: Wait | undefined = undefined;
  #others: Set<Wait> | undefined = undefined;

  constructor(
    run: Run,
    id: number,
    name: string,
    creator: number,
    body: (() => unknown) | undefined,
    site: Fault | undefined,
  ) {
    this.run = run;
    this.id = id;
    this.name = name;
    this.creator = creator;
    this.site = site;
    this.#body = body;
  }

  get goroutine(): Goroutine {
    return this;
  }

  // #region begin
  resume(): void {
    const body = this.#body;
    this.#body = undefined; // so that what it captured can go before it ends
    this.#start(body).then(
      (value) => this.#end(value),
      (error: unknown) => this.#fail(error),
    );
  }

  // A body that is not async is over when it returns.
  #start(body: (() => unknown) | undefined): Promise<unknown> {
    try {
      const result = body?.();
      return result instanceof Promise ? result : Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }
  // #endregion begin

  #end(value: unknown): void {
    if (this.run.isOver) return;
    if (isTraced) trace(this.run, this.id, { kind: "end" });
    this.run.ended(this, value);
    leave(this);
  }

  #fail(error: unknown): void {
    if (this.run.isOver) return;
    if (error instanceof Goexit) {
      this.run.gone(this);
      return leave(this);
    }
    if (isTraced) {
      trace(this.run, this.id, { kind: "end", error: String(error) });
    }
    this.run.panicked(this, error);
  }

  /** A wait of this goroutine begins. */
  begin(wait: Wait): void {
    this.pending++;
    if (wait.reason !== "runnable") this.polls = 0;
    if (this.run.sites > 0) wait.site = this.run.site(this.begin);
    if (this.#wait === undefined) this.#wait = wait;
    else (this.#others ??= new Set()).add(wait);
  }

  /** … and is over: whoever awaits it goes on. */
  finish(wait: Wait): void {
    this.pending--;
    if (this.#wait === wait) this.#wait = undefined;
    else this.#others?.delete(wait);
  }

  /** What it waits for now: nothing, one, or several at once. */
  waits(): Wait[] {
    const all = [this.#wait, ...(this.#others ?? [])];
    return all.filter((wait) => wait !== undefined && !wait.isReady) as Wait[];
  }
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
  run.start(name, bound, run.sites > 0 ? run.site(go) : undefined);
}
// #endregion go
