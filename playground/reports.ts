// What a worker says, looked at before the page believes it. The program shares
// its worker with the runtime: one that gives `String.prototype` another `split`
// has spoilt its own output, and must not spoil the page with it.

import type { TraceEvent } from "rendezvous";
import type { Report } from "./protocol.ts";

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

// More than an honest worker tells, and less than what makes a page stand still.
const longestText = 1_000_000;
const mostItems = 400_000;
const mostGoroutines = 5_000;
const longestWord = 1_000; // of an event
const mostWords = 100; // in a list of an event, or of what a goroutine waits for
const mostEvents = 500; // in a batch

/** Whether `value`, which came as a message, is a report in all its parts. */
export function isReport(value: unknown): value is Report {
  return isOneOf(reports)(value);
}

const isText: Check = (value) =>
  typeof value === "string" && value.length <= longestText;
const isWord: Check = (value) =>
  typeof value === "string" && value.length <= longestWord;
const isCount: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const isIndex: Check = (value) =>
  isCount(value) && (value as number) < mostItems;
const isTime: Check = (value) => typeof value === "number" && value >= 0;
const isBoolean: Check = (value) => typeof value === "boolean";
const isShare: Check = (value) => isTime(value) && (value as number) <= 1;

const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const isAmong =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value as string);

// A list may have holes, which `every` would pass over.
const isList =
  (check: Check, most = mostItems): Check =>
  (value) =>
    Array.isArray(value) &&
    value.length <= most &&
    Array.from(value as unknown[]).every(check);

const has =
  (fields: Fields): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(fields).every(([name, check]) =>
      check((value as Record<string, unknown>)[name]),
    );

/** The fields of each kind; what a value has beside them does not matter. */
const isOneOf =
  (kinds: Readonly<Record<string, Fields>>): Check =>
  (value) => {
    const { kind } = (value ?? {}) as { kind?: unknown };
    const fields =
      typeof kind === "string" && Object.hasOwn(kinds, kind)
        ? kinds[kind]
        : undefined;
    return fields !== undefined && has(fields)(value);
  };

const words = isList(isWord, mostWords);
const ways = has({
  ...{ on: isWord, way: isAmong("send", "receive"), value: maybe(isWord) },
});

// #region event
const moment = { time: isTime, goroutine: isCount, line: maybe(isWord) };
const events = {
  go: { ...moment, started: isCount, name: isWord },
  run: moment,
  park: { ...moment, reason: isWord, on: isWord, value: maybe(isWord) },
  ready: { ...moment, woken: isCount },
  sleep: { ...moment, until: isTime },
  make: { ...moment, on: isWord, capacity: isCount, type: isWord },
  "hand-over": {
    ...{ ...moment, on: isWord, from: isCount, to: isCount, value: isWord },
  },
  buffer: {
    ...{ ...moment, on: isWord, move: isAmong("in", "out"), length: isIndex },
    ...{ value: isWord, from: maybe(isCount) },
  },
  close: { ...moment, on: isWord },
  select: {
    ...{ ...moment, cases: words, ready: words },
    ...{ chosen: isWord, ways: maybe(isList(ways, mostWords)) },
  },
  sync: { ...moment, on: isWord, state: isWord },
  abroad: moment,
  spin: { ...moment, polls: isCount },
  end: { ...moment, error: maybe(isWord) },
} satisfies Record<TraceEvent["kind"], Fields>;
// #endregion event

const outcomes = ["returned", "deadlock", "panic", "fatal", "exit", "spinning"];

const ending = has({
  ...{ kind: isAmong(...outcomes), status: isCount, report: isText },
  circles: isList(
    isList(
      has({ goroutine: isCount, on: isText, next: isCount, because: isText }),
      mostGoroutines,
    ),
    mostGoroutines,
  ),
  goroutines: isList(
    has({
      ...{ id: isCount, name: isText, creator: isCount, isAbroad: isBoolean },
      waits: isList(has({ reason: isText, on: words }), mostWords),
    }),
    mostGoroutines,
  ),
  seed: isCount,
});

const found = has({
  ...{ kind: isAmong(...outcomes, "leak", "endless"), output: isList(isText) },
  ...{ waiting: isList(isText), error: isText },
  ...{ count: isCount, schedule: isText },
});

const select = has({
  ...{ line: isText, choices: isCount },
  shares: isList(has({ name: isText, share: isShare })),
});

const reports = {
  alive: {},
  line: {
    line: has({
      ...{ stream: isAmong("out", "err"), text: isText },
      ...{ run: isIndex, at: isCount },
    }),
  },
  events: { run: isIndex, events: isList(isOneOf(events), mostEvents) },
  "run-ended": { run: isIndex, dropped: isCount, ending },
  progress: {
    progress: has({ schedules: isCount, cut: isCount, endings: isCount }),
  },
  explored: {
    explored: has({
      ...{ schedules: isCount, isComplete: isBoolean, claim: isText },
      ...{ endings: isList(found), selects: isList(select) },
    }),
  },
  ended: {
    end: isOneOf({ exit: { status: isCount }, stopped: { why: isText } }),
    unprinted: isCount,
  },
} satisfies Record<Report["kind"], Fields>;
