// A context says when to stop: a tree of them, where to cancel one cancels all
// below it and none above.
//
//   background
//     └─ withTimeout 5 s
//          ├─ withCancel          its cancel ends this branch …
//          │    └─ withValue      … and this leaf with it
//          └─ withCancel          and not this one
//
// (Go: context/context.go)

import type { Alarm } from "../06-goroutines/clock.ts";
import { Panic } from "../06-goroutines/panic.ts";
import { isStepped, onlyRun, touch } from "../06-goroutines/scheduler.ts";
import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel } from "../07-channels/ends.ts";
import { checkMs } from "./timer.ts";

/** Why a context is done. `code` does not change when the words do. */
export class ContextError extends Error {
  override readonly name = "ContextError";
  readonly code: "CANCELED" | "DEADLINE_EXCEEDED";

  constructor(code: ContextError["code"]) {
    super(
      code === "CANCELED" ? "context canceled" : "context deadline exceeded",
    );
    this.code = code;
  }
}

/** Go's `context.Canceled`: compare `err` with it. */
export const canceled = new ContextError("CANCELED");

/** Go's `context.DeadlineExceeded`. */
export const deadlineExceeded = new ContextError("DEADLINE_EXCEEDED");

export type Cancel = () => void;

export class Context {
  readonly #done: Channel<never>;
  readonly #parent: Context | undefined;
  /** Who ends when it does: itself, or, if it only adds a value, who is above. */
  readonly #life: Context;
  readonly #children = new Set<Context>();
  readonly #deadline: number | undefined;
  readonly #values: ReadonlyMap<unknown, unknown>;
  #error: Error | undefined;
  #abort: AbortController | undefined;
  /** Called once, at its end: takes back what would have ended it. */
  release: () => void = nothing;

  /** Use `background` and the functions beside it. */
  constructor(
    parent: Context | undefined,
    deadline?: number,
    values: ReadonlyMap<unknown, unknown> = noValues,
  ) {
    this.#parent = parent;
    this.#deadline = deadline ?? parent?.deadline;
    this.#values = values;
    const isOwn = values === noValues || parent === undefined;
    this.#life = isOwn ? this : parent.#life;
    if (parent === undefined) this.#done = Channel.nil("struct {}");
    else if (!isOwn) this.#done = parent.#done;
    else {
      this.#done = new Channel(0, "struct {}");
      if (parent.err) this.cancel(parent.err);
      else parent.keep(this);
    }
  }

  /** Closed when the context is done: a case of every select that should stop. */
  get done(): ReceiveChannel<never> {
    return this.#done;
  }

  /** `canceled` or `deadlineExceeded` once it is done, before that `undefined`. */
  get err(): Error | undefined {
    if (isStepped) touch(this.key);
    return this.#life.#error;
  }

  /** When it will be done at the latest, in milliseconds of the run's clock. */
  get deadline(): number | undefined {
    return this.#deadline;
  }

  /** What `withValue` put under `key`, here or above. */
  value(key: unknown): unknown {
    return this.#values.has(key)
      ? this.#values.get(key)
      : this.#parent?.value(key);
  }

  // #region signal
  /** The same as the platform says it: for `fetch` and its like. */
  get signal(): AbortSignal {
    const life = this.#life;
    if (isStepped) touch(this.key);
    life.#abort ??= new AbortController();
    if (life.#error) life.#abort.abort(life.#error);
    return life.#abort.signal;
  }
  // #endregion signal

  /** How many contexts below it are not done: for tests and reports. */
  get children(): number {
    return this.#life.#children.size;
  }

  /** What it is known by in a run that goes in steps. */
  get key(): number {
    return this.#life.#done.sendKey;
  }

  // #region cancel
  /** Ends it, with all below it; only the first call counts. */
  cancel(error: Error): void {
    const hasEnd = this.#life === this && !this.#done.isNil;
    if (this.#error || !hasEnd) return;
    this.#error = error;
    this.release();
    this.#done.close();
    this.#abort?.abort(error);
    for (const child of this.#children) child.cancel(error);
    this.#children.clear();
    this.#parent?.forget(this);
  }
  // #endregion cancel

  // What never ends has nobody to tell, and would keep them for ever.
  private keep(child: Context): void {
    if (!this.#done.isNil) this.#life.#children.add(child);
  }

  private forget(child: Context): void {
    this.#life.#children.delete(child);
  }
}

const noValues: ReadonlyMap<unknown, unknown> = new Map();
const nothing = (): void => undefined;
const root = new Context(undefined);

/** The root of every tree: never done, no deadline, no values. */
export function background(): Context {
  return root;
}

/** A child of `parent`, and the function that ends it. */
export function withCancel(parent: Context): [Context, Cancel] {
  const context = new Context(checkParent(parent));
  return [context, () => context.cancel(canceled)];
}

/**
 * A child that is done at `deadline`, in milliseconds of the run's clock, or when
 * its parent's deadline comes, if that is earlier. Call the function when the
 * work is done: it takes the alarm back.
 */
export function withDeadline(
  parent: Context,
  deadline: number,
): [Context, Cancel] {
  checkMs(deadline);
  const { clock } = onlyRun("withDeadline");
  const context = new Context(
    checkParent(parent),
    Math.min(deadline, parent.deadline ?? Infinity),
  );
  const cancel = (): void => context.cancel(canceled);
  const isSooner = deadline < (parent.deadline ?? Infinity);
  if (!isSooner || context.err) return [context, cancel];
  const alarm: Alarm = {
    when: deadline,
    ring: () => context.cancel(deadlineExceeded),
    isAwaited: () => true,
    index: -1,
    order: 0,
    key: context.key,
  };
  if (deadline <= clock.now()) alarm.ring();
  else {
    clock.set(alarm);
    context.release = () => clock.cancel(alarm);
  }
  return [context, cancel];
}

/** A child that is done `ms` milliseconds from now. */
export function withTimeout(parent: Context, ms: number): [Context, Cancel] {
  return withDeadline(parent, onlyRun("withTimeout").clock.now() + checkMs(ms));
}

/** A child that carries `value` under `key`, for whoever asks it or one below. */
export function withValue(
  parent: Context,
  key: unknown,
  value: unknown,
): Context {
  if (key === undefined || key === null) throw new Panic("nil key");
  return new Context(checkParent(parent), undefined, new Map([[key, value]]));
}

/** A child that is done when `signal` is aborted: the platform's way in. */
export function fromSignal(parent: Context, signal: AbortSignal): Context {
  const [context, cancel] = withCancel(parent);
  if (signal.aborted) cancel();
  else if (!context.err) {
    signal.addEventListener("abort", cancel, { once: true });
    context.release = () => signal.removeEventListener("abort", cancel);
  }
  return context;
}

function checkParent(parent: Context | undefined): Context {
  if (parent instanceof Context) return parent;
  throw new Panic("cannot create context from nil parent");
}
