import fc from "fast-check";
import type { TraceEvent } from "rendezvous";
import { expect, test } from "vitest";
import { isReport } from "../../playground/reports.ts";
import { timelineOf } from "../../playground/timeline/timeline.ts";
import { arrange, slotsOf } from "../../playground/trace/arrange.ts";
import { Moments } from "../../playground/trace/moment.ts";

const id = fc.constantFrom(0, 1, 2, 3, 1e6, Number.MAX_SAFE_INTEGER);
const count = fc.constantFrom(0, 1, 2, 100);
const time = fc.constantFrom(0, 1, 1e300, Infinity);
const word = fc.constantFrom(
  ...["chan#1", "chan#2", "", "__proto__", "constructor", "chan#1, chan#2"],
  ...["chan send", "chan receive", "select", "sync.Mutex.Lock", "runnable"],
);
const maybe = fc.option(word, { nil: undefined });
const way = fc.constantFrom("send", "receive");

/** An event that has all its parts, and makes no sense. */
function event(kind: TraceEvent["kind"], parts: object = {}) {
  return fc.record({
    ...{ kind: fc.constant(kind), time, goroutine: id, line: maybe },
    ...(parts as Record<string, fc.Arbitrary<unknown>>),
  });
}

const events = fc.array(
  fc.oneof(
    event("go", { started: id, name: word }),
    event("run"),
    event("park", { reason: word, on: word, value: maybe }),
    event("ready", { woken: id }),
    event("sleep", { until: time }),
    event("make", { on: word, capacity: id, type: word }),
    event("hand-over", { on: word, from: id, to: id, value: word }),
    event("buffer", {
      ...{ on: word, move: fc.constantFrom("in", "out"), length: count },
      ...{ value: word, from: fc.option(id, { nil: undefined }) },
    }),
    event("close", { on: word }),
    event("select", {
      ...{ cases: fc.array(word), ready: fc.array(word), chosen: word },
      ways: fc.array(fc.record({ on: word, way, value: maybe })),
    }),
    event("sync", { on: word, state: word }),
    event("abroad"),
    event("spin", { polls: id }),
    event("end", { error: maybe }),
  ),
  { maxLength: 20 },
);

test("no report that is believed can break a picture", () => {
  fc.assert(
    fc.property(events, (given) => {
      const report: unknown = { kind: "events", run: 0, events: given };
      if (!isReport(report) || report.kind !== "events") return false;
      const moments = new Moments(report.events);
      report.events.forEach((_, at) => {
        const moment = moments.at(at + 1);
        arrange(moment);
        moment.channels.forEach(slotsOf);
      });
      return timelineOf(report.events).lanes.length <= given.length;
    }),
    { numRuns: 300 },
  );
});

test("no buffer is believed that holds more than a run can send", () => {
  const buffer = { time: 0, goroutine: 1, kind: "buffer", on: "", move: "in" };
  const told = (length: number) =>
    isReport({
      ...{ kind: "events", run: 0 },
      events: [{ ...buffer, value: "", length }],
    });

  expect(told(10)).toBe(true);
  expect(told(1e9)).toBe(false);
});

test("no event is believed that takes long to show", () => {
  const moment = { time: 0, goroutine: 1 };
  const select = { ...moment, kind: "select", ready: [], chosen: "" };
  const told = (event: object, count = 1) =>
    isReport({
      ...{ kind: "events", run: 0 },
      events: Array.from({ length: count }, () => event),
    });
  const cases = (length: number) => Array.from({ length }, () => "a");

  expect(told({ ...select, cases: cases(100) })).toBe(true);
  expect(told({ ...select, cases: cases(101) })).toBe(false);
  expect(told({ ...select, cases: ["a".repeat(1_001)] })).toBe(false);
  expect(told({ ...moment, kind: "run" }, 500)).toBe(true);
  expect(told({ ...moment, kind: "run" }, 501)).toBe(false);
});
