// An evening in sentences: the cards, the lists and whoever listens to the page
// are told the same.

import { showMs } from "../trace/words.ts";
import {
  type Entry,
  type Person,
  type PersonNow,
  type Standing,
  textsRead,
} from "./chronicle.ts";
import type { Evening } from "./evening.ts";

const goingAway = 1001;

// #region entry
/** What happened, and when: `400 ms: the server says goodbye with 1013`. */
export function describeEntry(entry: Entry): string {
  return `${showMs(entry.atMs)}: ${describe(entry)}`;
}

function describe(entry: Entry): string {
  switch (entry.what) {
    case "comes":
      return "is in the room";
    case "goes":
      return "is out of the room";
    case "reads":
      return `reads "${entry.text}"`;
    case "stops-reading":
      return "stops reading";
    case "reads-again":
      return "reads again";
    case "vanishes":
      return "vanishes, and nobody is told";
    case "pinged":
      return "a ping is sent";
    case "answers-ping":
      return "answers the ping";
    case "goodbye":
      return `the server says goodbye with ${entry.code}`;
    case "reads-goodbye":
      return `reads the goodbye, ${entry.code}, and answers`;
    case "ends":
      return describeEnd(entry);
  }
}
// #endregion entry

function describeEnd({ why, code }: Entry & { what: "ends" }): string {
  switch (why) {
    case "answered":
      return `the connection has ended with ${code}`;
    case "deadline":
      return "no answer to the goodbye: the socket is destroyed";
    case "destroyed":
      return "the hub destroys the socket";
    case "left":
      return "hangs up";
  }
}

/** What somebody is at the moment, in words. */
export function describeNow(now: PersonNow): string {
  if (now.standing !== "gone") return standings[now.standing];
  return now.end?.why === "left" ? "has left" : describeGone(now);
}

const standings: Record<Exclude<Standing, "gone">, string> = {
  expected: "is not here yet",
  reading: "is here, and reads",
  "not-reading": "is here, and does not read",
  vanished: "has vanished, and nobody knows",
  dismissed: "was told goodbye, and has not answered",
};

function describeGone({ goodbye, end }: PersonNow): string {
  if (end?.why === "destroyed") return "was cut off";
  const how = goodbye === goingAway ? "was sent home" : "was let go";
  const read = end?.why === "answered" ? "" : ", and never read it";
  return `${how}: ${goodbye}${read}`;
}

// #region verdict
/** How it ended for a person, or `undefined` for one who is still there. */
export function verdictOf(
  { name, entries }: Person,
  quitMs: number | undefined,
): string | undefined {
  const goodbye = find(entries, "goodbye");
  const end = find(entries, "ends");
  const at = end && showMs(end.atMs);
  if (end?.why === "left") return `${name} leaves at ${at}`;
  if (end?.why === "destroyed") {
    const because =
      quitMs === undefined
        ? "no answer to a ping"
        : "the hub has quit, and waits no longer";
    return `${name} is cut off at ${at}: ${because}`;
  }
  if (!goodbye) return undefined;
  const what = goodbye.code === goingAway ? "sent home" : "let go";
  const told = `${name} is ${what} with ${goodbye.code} at ${showMs(goodbye.atMs)}`;
  if (!end) return told;
  return end.why === "answered"
    ? `${told}, and reads it at ${at}`
    : `${told}, never reads it, and is cut off at ${at}`;
}
// #endregion verdict

function find<What extends Entry["what"]>(
  entries: readonly Entry[],
  what: What,
): (Entry & { what: What }) | undefined {
  return entries.find(
    (each): each is Entry & { what: What } => each.what === what,
  );
}

/** How it ended for all, a sentence for each who did not stay. */
export function verdictsOf({ people, quitMs }: Evening): string[] {
  return people.flatMap((person) => verdictOf(person, quitMs) ?? []);
}

// #region difference
/** What is other in `after` than it was in `before`, in words. */
export function describeDifference(before: Evening, after: Evening): string {
  const known = verdictsOf(before);
  const verdicts = verdictsOf(after).filter((each) => !known.includes(each));
  const stay = after.people
    .filter((person) => verdictOf(person, after.quitMs) === undefined)
    .filter(({ name }) => known.some((each) => each.startsWith(`${name} `)))
    .map(({ name }) => `${name} stays`);
  const all = [...verdicts, ...stay, ...readOtherwise(before, after)];
  return all.length === 0 ? "nothing else is different" : all.join("; ");
}
// #endregion difference

function readOtherwise(before: Evening, after: Evening): string[] {
  return after.people.flatMap(({ name, entries }) => {
    const was = before.people.find((each) => each.name === name);
    const count = textsRead(entries).length;
    const countBefore = was ? textsRead(was.entries).length : 0;
    if (count === countBefore) return [];
    return [`${name} reads ${count} messages, not ${countBefore}`];
  });
}
