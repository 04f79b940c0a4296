// Where in the program something was called. To look costs microseconds, so it
// is done where nobody is in a hurry; to write it out costs more, so that is left
// to whoever reads the report.

/** Holds the call stack of the moment it was made; `stack` writes it out. */
export interface Fault {
  readonly stack?: string;
  /** What of the runtime called it, in Go's name: `time.goFunc`. */
  by?: string;
}

/** A line of a stack: the function's name, `""` without one, and its place. */
export interface Frame {
  name: string;
  /** `lessons/06-goroutines/main.ts:12:3` */
  place: string;
}

interface CallSite {
  getScriptNameOrSourceURL(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

// What V8 can do and others cannot.
interface ErrorWithStacks {
  captureStackTrace?: (holder: object, above: unknown) => void;
  prepareStackTrace?:
    ((error: unknown, sites: CallSite[]) => unknown) | undefined;
}

/** Where the function `above` was called from. */
export function siteOf(above: unknown): Fault {
  const capture = (Error as unknown as ErrorWithStacks).captureStackTrace;
  if (!capture) return new Error("here");
  const holder: Fault = {};
  capture(holder, above);
  return holder;
}

// V8: "    at async serve (file:///…/main.ts:12:3)", or without a name; Firefox
// and Safari: "serve@https://…/main.ts:12:3".
const v8Line = /^\s+at (?:async )?(?:(.*?) \()?([^()]+:\d+:\d+)\)?$/;
const otherLine = /^(?:async\*)?(.*?)@(.+:\d+:\d+)$/;

/** The frames of a stack that belong to the program, innermost first. */
export function framesOf(fault: Fault | undefined): Frame[] {
  return (fault?.stack ?? "").split("\n").flatMap((line) => {
    const [, name = "", url] = v8Line.exec(line) ?? otherLine.exec(line) ?? [];
    if (url === undefined || isForeign(url)) return [];
    return [{ name: bareName(name), place: placeOf(url) }];
  });
}

const here = import.meta.url.replace(/^file:\/\//, "");
const root = here.slice(0, here.lastIndexOf("/lessons/") + 1);
const runtime = /^lessons\/(0[6-9]|1[0-2])-[^/]+\/(?!main\.)[^/]+\.[jt]s:/;

/** `url` as a reader finds the file: from the root of the course, if it is there. */
function placeOf(url: string): string {
  const path = url.replace(/^file:\/\//, "");
  return root && path.startsWith(root) ? path.slice(root.length) : path;
}

function isForeign(url: string): boolean {
  if (url.startsWith("node:") || url.includes("/node_modules/")) return true;
  // Where the runtime was made one file with what starts it, that file is no
  // program.
  if (url.startsWith(`${import.meta.url}:`)) return true;
  return runtime.test(placeOf(url));
}

function bareName(name: string): string {
  return (
    name
      .replace(/^(new |Object\.|async )/, "")
      // So engines call a function without a name, in a file or out of a string.
      .replace(/^(<anonymous>|eval)$/, "")
      // An object is passed by reference: its methods are those of a Go pointer.
      .replace(/^([\w$]+)\.([\w$]+)$/, "(*$1).$2")
  );
}

const knownPlaces = new Map<string, string>();

/**
 * The line of the program from which `above` was called, now. The first time it
 * takes as long as to write out a stack; later, a thousandth of that.
 */
export function lineOf(above: unknown): string | undefined {
  const key = rawLine(above);
  if (key === "") return undefined;
  const known = knownPlaces.get(key ?? "");
  if (known !== undefined) return known;
  const place = framesOf(siteOf(above))[0]?.place;
  if (key !== undefined && place !== undefined) knownPlaces.set(key, place);
  return place;
}

// The line as the engine counts it: of the JavaScript that it runs, not of the
// TypeScript from which that was made. `""` if no line of the program is there,
// `undefined` if this engine does not tell.
function rawLine(above: unknown): string | undefined {
  const stacks = Error as unknown as ErrorWithStacks;
  if (!stacks.captureStackTrace) return undefined;
  const { prepareStackTrace } = stacks;
  const holder: { stack?: unknown } = {};
  stacks.prepareStackTrace = (_error, sites) => sites;
  stacks.captureStackTrace(holder, above);
  const sites = holder.stack as CallSite[];
  stacks.prepareStackTrace = prepareStackTrace;
  for (const site of sites) {
    const file = site.getScriptNameOrSourceURL();
    if (!file || isForeign(`${file}:`)) continue;
    return `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
  }
  return "";
}
