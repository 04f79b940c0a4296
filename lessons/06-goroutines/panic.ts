// How a program fails, in Go's words.
//
//   panic        unwinds one goroutine; uncaught, it ends the program: status 2
//   fatal error  ends the program at once; nothing can catch it: status 2

/** What `panic` throws. `value` is what it was given, `message` how it prints. */
export class Panic extends Error {
  override readonly name: string = "Panic";
  readonly value: unknown;

  constructor(value: unknown, options?: ErrorOptions) {
    super(describeValue(value), options);
    this.value = value;
  }
}

/**
 * A panic of the runtime itself, such as `send on closed channel`: Go's
 * `runtime.Error`. `code` does not change when the words do.
 */
export class RuntimeError extends Panic {
  override readonly name = "RuntimeError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Ends the goroutine with `value`, after its `finally` blocks, unless a `catch`
 * stops it there: Go's `recover`. Uncaught, it ends the program with status 2.
 * Who panics because of another failure may name it as the `cause`: the report
 * says that one first.
 */
export function panic(value: unknown, options?: ErrorOptions): never {
  throw new Panic(value, options);
}

/** Thrown by `goexit`: ends one goroutine, and is no failure. */
export class Goexit extends Error {
  override readonly name = "Goexit";
}

/**
 * Ends the calling goroutine, after its `finally` blocks, and no other. Called in
 * main it lets the others go on (Go's `runtime.Goexit`).
 */
export function goexit(): never {
  throw new Goexit("goexit");
}

/** Unwinds what runs when the program has ended: nobody is left to catch it. */
export class Ended extends Error {
  override readonly name = "Ended";
}

/** The end of a run that goes in steps and waits for something outside. */
export class OutsideError extends Error {
  override readonly name = "OutsideError";

  constructor() {
    super(
      "expected a program whose order can be chosen, got one that waits for something outside",
    );
  }
}

// As Go prints the value of a panic (runtime.printpanicval). The engine's own
// errors keep their name: without it "x is not a function" hides what it is.
const engineErrors = /^(Type|Range|Reference|Syntax|Eval|URI)Error$/;

/** The value of a panic as Go would print it after `panic: `. */
export function describeValue(value: unknown): string {
  if (value instanceof Error) {
    const isOwn = !engineErrors.test(value.name);
    return isOwn ? value.message : `${value.name}: ${value.message}`;
  }
  if (value === null || value === undefined) {
    return "panic called with nil argument";
  }
  if (typeof value !== "object" || saysItself(value)) return textOf(value);
  const bare: unknown = value.valueOf();
  const type = `main.${nameOfClass(value)}`;
  if (typeof bare === "object") return `(${type}) ${anAddress}`;
  return `${type}(${typeof bare === "string" ? `"${bare}"` : textOf(bare)})`;
}

function textOf(value: unknown): string {
  return String(value);
}

// Go prints where such a value lies. Ours lie nowhere that we could name.
const anAddress = "0xc000000000";

// Go asks a value for its own words, if it has any: a `fmt.Stringer`.
function saysItself(value: object): boolean {
  const { toString } = value as { toString?: unknown };
  if (typeof toString !== "function" || Array.isArray(value)) return false;
  return toString !== Object.prototype.toString;
}

function nameOfClass(value: object): string {
  const { constructor } = value as { constructor?: { name?: string } };
  return constructor?.name ?? "object";
}
