// The script of an evening in the chat: who does what, and when. It is all that
// an evening depends on, so the same script is the same evening.
//
// Always true of a script that was checked:
//   - its times are whole milliseconds, from 0 to `limits.lastMs`
//   - what happens at one time happens in the order of the list
//   - who is told to do something that cannot be done does nothing: to take one
//     action out of a script never makes the rest of it wrong

/** What somebody can do; `who` is a name, and a person joins once. */
export type Deed =
  /** `lineMs`: how long it takes to read a line; 0 without it. */
  | { what: "join"; who: string; lineMs?: number }
  | { what: "say"; who: string; text: string }
  /** Says so many lines as fast as they are taken. */
  | { what: "flood"; who: string; lines: number }
  | { what: "stop-reading"; who: string }
  | { what: "read-again"; who: string }
  /** A machine that lost its network: it answers nothing, and ends nothing. */
  | { what: "vanish"; who: string }
  | { what: "leave"; who: string }
  | { what: "quit" };

/** `atMs`: milliseconds on the virtual clock. */
export type Action = Deed & { atMs: number };

export type Script = readonly Action[];

/** What fits on a page, and into the time in which nobody gets impatient. */
export const limits = {
  people: 12,
  lastMs: 60_000,
  actions: 200,
  lines: 400, // said by all together: each is read up to twelve times
  textBytes: 60,
  events: 20_000,
};

/** A script that is refused; the message is a sentence for who wrote it. */
export class ScriptError extends Error {
  readonly code = "SCRIPT_REFUSED";

  constructor(message: string) {
    super(message);
    this.name = "ScriptError";
  }
}

// #region check
/** Throws a `ScriptError` for what is over the limits, or no script. */
export function checkScript(script: Script): void {
  const people = new Set(script.filter(isJoin).map(({ who }) => who));
  atMost("actions", limits.actions, script.length);
  atMost("people", limits.people, people.size);
  atMost("lines", limits.lines, linesOf(script));
  for (const action of script) checkAction(action);
}
// #endregion check

function atMost(what: string, most: number, got: number): void {
  if (got <= most) return;
  throw new ScriptError(`expected at most ${most} ${what}, got ${got}`);
}

const utf8 = new TextEncoder();

function checkAction(action: Action): void {
  expectWhole("a time in milliseconds", action.atMs, limits.lastMs);
  if (action.what === "join") {
    expectWhole("milliseconds for a line", action.lineMs ?? 0, limits.lastMs);
  }
  if (action.what === "flood") {
    expectWhole("lines", action.lines, limits.lines);
  }
  if (action.what !== "say") return;
  atMost("bytes in a line", limits.textBytes, utf8.encode(action.text).length);
}

function expectWhole(what: string, got: number, most: number): void {
  if (Number.isInteger(got) && got >= 0 && got <= most) return;
  throw new ScriptError(`expected ${what} from 0 to ${most}, got ${got}`);
}

function isJoin(action: Action): action is Action & { what: "join" } {
  return action.what === "join";
}

/** How many lines are said in it, by all together. */
export function linesOf(script: Script): number {
  const counts = script.map((action) => {
    if (action.what === "flood") return action.lines;
    return action.what === "say" ? 1 : 0;
  });
  return counts.reduce((sum: number, count) => sum + count, 0);
}

/** The script as it happens: sorted by time, and otherwise as it stands. */
export function inTime(script: Script): Action[] {
  return script.toSorted((a, b) => a.atMs - b.atMs);
}

// #region describe
/** In words: `bob stops reading`. */
export function describeDeed(deed: Deed): string {
  switch (deed.what) {
    case "join":
      return `${deed.who} joins${describePace(deed.lineMs)}`;
    case "say":
      return `${deed.who} says "${deed.text}"`;
    case "flood":
      return `${deed.who} says ${deed.lines} lines at once`;
    case "stop-reading":
      return `${deed.who} stops reading`;
    case "read-again":
      return `${deed.who} reads again`;
    case "vanish":
      return `${deed.who} vanishes`;
    case "leave":
      return `${deed.who} leaves`;
    case "quit":
      return "the hub quits";
  }
}
// #endregion describe

function describePace(lineMs = 0): string {
  return lineMs > 0 ? `, and reads a line in ${lineMs} ms` : "";
}
