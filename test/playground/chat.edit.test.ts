import { expect, test } from "vitest";
import {
  moved,
  positionAt,
  somebodyElse,
  timeAt,
  without,
} from "../../playground/chat/edit.ts";
import { playEvening } from "../../playground/chat/evening.ts";
import { type Action, inTime } from "../../playground/chat/script.ts";

const alice: Action = { atMs: 0, what: "join", who: "alice" };
const bob: Action = { atMs: 10, what: "join", who: "bob" };
const quit: Action = { atMs: 10, what: "quit" };

test("a moment in milliseconds is the last position of that time", async () => {
  const { events } = (await playEvening([alice, bob])).run;

  const position = positionAt(events, 10);

  expect(timeAt(events, position)).toBe(10);
  expect(events[position]?.time).toBeGreaterThan(10);
  expect(positionAt(events, 9)).toBeLessThan(position);
  expect(timeAt(events, positionAt(events, 9))).toBe(0);
});

test("before the first event it is 0 ms, after the last it stays the end", async () => {
  const { events } = (await playEvening([alice])).run;

  expect(timeAt(events, 0)).toBe(0);
  expect(positionAt(events, Infinity)).toBe(events.length);
});

test("an action that is moved comes behind what happens then already", () => {
  const script = moved([alice, bob, quit], alice, 10);

  expect(inTime(script)).toEqual([bob, quit, { ...alice, atMs: 10 }]);
});

test("an action is taken out, and another one that is equal stays", () => {
  const twin = { ...alice };

  expect(without([alice, twin], alice)).toEqual([twin]);
  expect(without([alice, twin], alice)[0]).toBe(twin);
});

test("somebody else is somebody who is not in the script", () => {
  expect(somebodyElse([alice, bob])).toBe("carol");

  const all: Action[] = [];
  for (let who = somebodyElse(all); who; who = somebodyElse(all)) {
    all.push({ atMs: 0, what: "join", who });
  }
  expect(new Set(all.map((each) => ("who" in each ? each.who : ""))).size).toBe(
    12,
  );
});
