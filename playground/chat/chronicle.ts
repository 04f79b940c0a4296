// What happened to each person of an evening, and what can be said of them at
// one moment of it.

/** One thing that happened to a person. */
export type Experience =
  /** It is in the hub, and hears what is said from now on. */
  | { what: "comes" }
  /** It is not in the hub any more. */
  | { what: "goes" }
  | { what: "reads"; text: string }
  | { what: "stops-reading" | "reads-again" | "vanishes" }
  | { what: "pinged" | "answers-ping" }
  /** The server said goodbye, with that close code. */
  | { what: "goodbye"; code: number }
  | { what: "reads-goodbye"; code: number }
  | { what: "ends"; code: number; why: Why };

/** Why a connection has ended. */
export type Why =
  /** A goodbye was read and answered. */
  | "answered"
  /** A goodbye was not answered in time. */
  | "deadline"
  /** The hub destroyed it. */
  | "destroyed"
  /** The person went by itself. */
  | "left";

export type Entry = Experience & {
  /** How many events of the run had happened. */
  at: number;
  atMs: number;
};

/** How many messages waited in an outbox, from one moment on. */
export interface Level {
  at: number;
  atMs: number;
  length: number;
}

export interface Person {
  name: string;
  /** How long it takes to read a line. */
  lineMs: number;
  /** In the order in which it happened. */
  entries: readonly Entry[];
  outbox: readonly Level[];
}

/** What somebody is at one moment. */
export type Standing =
  | "expected"
  | "reading"
  | "not-reading"
  | "vanished"
  /** The server has said goodbye, and it has not answered. */
  | "dismissed"
  | "gone";

export interface PersonNow {
  name: string;
  standing: Standing;
  isIn: boolean;
  /** Whether it reads, or will not until it is told to. */
  isReading: boolean;
  waiting: number;
  /** What it has read so far. */
  read: readonly string[];
  goodbye: number | undefined;
  end: (Entry & { what: "ends" }) | undefined;
}

// #region now
/** The person after the first `position` events. */
export function personAt(person: Person, position: number): PersonNow {
  const past = person.entries.filter(({ at }) => at <= position);
  const find = <What extends Entry["what"]>(what: What) =>
    past.findLast((each): each is Entry & { what: What } => each.what === what);
  return {
    name: person.name,
    standing: standingOf(past),
    isIn: isIn(past),
    isReading: isReading(past),
    waiting: person.outbox.findLast(({ at }) => at <= position)?.length ?? 0,
    read: textsRead(past),
    goodbye: find("goodbye")?.code,
    end: find("ends"),
  };
}
// #endregion now

/** What somebody has read, in order. */
export function textsRead(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) =>
    entry.what === "reads" ? [entry.text] : [],
  );
}

function isIn(past: readonly Entry[]): boolean {
  const last = past.findLast(
    ({ what }) => what === "comes" || what === "goes" || what === "ends",
  );
  return last?.what === "comes";
}

function standingOf(past: readonly Entry[]): Standing {
  const has = (...wanted: Entry["what"][]): boolean =>
    past.some(({ what }) => wanted.includes(what));
  if (!has("comes")) return has("ends") ? "gone" : "expected";
  if (has("ends")) return "gone";
  if (has("goodbye")) return "dismissed";
  if (has("vanishes")) return "vanished";
  return isReading(past) ? "reading" : "not-reading";
}

function isReading(past: readonly Entry[]): boolean {
  const last = past.findLast(({ what }) =>
    ["stops-reading", "reads-again", "vanishes"].includes(what),
  );
  return last === undefined || last.what === "reads-again";
}
