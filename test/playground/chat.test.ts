import { expect, test } from "vitest";
import {
  type Entry,
  type Person,
  personAt,
  textsRead,
} from "../../playground/chat/chronicle.ts";
import { type Evening, playEvening } from "../../playground/chat/evening.ts";
import { presets } from "../../playground/chat/presets.ts";
import { type Action, limits } from "../../playground/chat/script.ts";
import {
  describeDifference,
  describeNow,
  verdictsOf,
} from "../../playground/chat/words.ts";

const names = ["alice", "bob", "carol"];

function scriptOf(id: string): readonly Action[] {
  return presets.find((preset) => preset.id === id)?.script ?? [];
}

const played = new Map<string, Promise<Evening>>();

function play(id: string): Promise<Evening> {
  const evening = played.get(id) ?? playEvening(scriptOf(id));
  played.set(id, evening);
  return evening;
}

function personIn(evening: Evening, name: string): Person {
  const found = evening.people.find((person) => person.name === name);
  return found ?? { name, lineMs: 0, entries: [], outbox: [] };
}

function timeline(evening: Evening, name: string): string[] {
  return personIn(evening, name).entries.map(
    (entry) => `${entry.atMs} ${wordsOf(entry)}`,
  );
}

function wordsOf(entry: Entry): string {
  if (entry.what === "reads") return entry.text;
  return "code" in entry ? `${entry.what} ${entry.code}` : entry.what;
}

function linesRead(evening: Evening, name: string): string[] {
  const texts = textsRead(personIn(evening, name).entries);
  return texts.filter((text) => text.includes(": "));
}

function linesTo(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `alice: line ${i + 1}`);
}

/** How many messages waited in the outbox at most. */
function highWater(evening: Evening, name: string): number {
  return Math.max(
    ...personIn(evening, name).outbox.map(({ length }) => length),
  );
}

test("in a quiet room everybody reads every line in the instant it is said", async () => {
  const evening = await play("quiet");

  expect(timeline(evening, "bob")).toEqual([
    ...["10 comes", "10 bob has come", "20 carol has come"],
    ...["100 alice: hello", "150 bob: hi alice", "200 carol has gone"],
    ...["1000 pinged", "1000 answers-ping", "2000 pinged"],
    "2000 answers-ping",
  ]);
  expect(verdictsOf(evening)).toEqual(["carol leaves at 200 ms"]);
});

test("one who does not read is let go with 1013, cut off, and holds nobody up", async () => {
  const evening = await play("slow");

  expect(verdictsOf(evening)).toEqual([
    "bob is let go with 1013 at 400 ms, never reads it, and is cut off at 900 ms",
  ]);
  expect(highWater(evening, "bob")).toBe(4);
  expect(highWater(evening, "carol")).toBe(1);
  expect(linesRead(evening, "carol")).toEqual(linesTo(9));
  const said = scriptOf("slow").filter(({ what }) => what === "say");
  const heard = personIn(evening, "carol").entries.filter(
    (entry) => entry.what === "reads" && entry.text.includes(": "),
  );
  expect(heard.map(({ atMs }) => atMs)).toEqual(said.map(({ atMs }) => atMs));
});

test("one who wakes up before the deadline reads a beginning without a gap, then 1013", async () => {
  const script = [
    ...scriptOf("slow"),
    { atMs: 600, what: "read-again", who: "bob" } as const,
  ];

  const evening = await playEvening(script);

  expect(linesRead(evening, "bob")).toEqual(linesTo(2));
  expect(timeline(evening, "bob").slice(-3)).toEqual([
    "600 alice: line 2",
    "600 reads-goodbye 1013",
    "600 ends 1013",
  ]);
});

test("one who reads again in time stays, and has missed nothing", async () => {
  const script = [
    ...scriptOf("slow"),
    { atMs: 390, what: "read-again", who: "bob" } as const,
  ];

  const evening = await playEvening(script);

  expect(verdictsOf(evening)).toEqual([]);
  expect(linesRead(evening, "bob")).toEqual(linesTo(9));
});

test("one who has vanished is cut off by the second heartbeat", async () => {
  const evening = await play("vanished");

  expect(timeline(evening, "bob").slice(-4)).toEqual([
    ...["300 vanishes", "1000 pinged", "2000 ends 1006", "2000 goes"],
  ]);
  expect(timeline(evening, "alice")).toContain("2000 bob has gone");
  expect(verdictsOf(evening)).toEqual([
    "bob is cut off at 2000 ms: no answer to a ping",
  ]);
});

test("one who stops reading where another vanished comes to the same end", async () => {
  const script = scriptOf("vanished").map((action): Action => {
    if (action.what !== "vanish") return action;
    return { ...action, what: "stop-reading" };
  });

  const evening = await playEvening(script);

  expect(verdictsOf(evening)).toEqual(verdictsOf(await play("vanished")));
});

test("a recording ends when all has had its time to happen", async () => {
  const endMs = async (id: string) => (await play(id)).run.events.at(-1)?.time;

  expect(await endMs("slow")).toBe(500 + 2_501);
  expect(await endMs("quit")).toBe(700 + 501);
});

test("one who stops reading in a quiet room is found by the heartbeat", async () => {
  const stops = { atMs: 300, what: "stop-reading", who: "bob" } as const;

  const evening = await playEvening([...scriptOf("quiet"), stops]);

  expect(timeline(evening, "bob").at(-1)).toBe("2000 goes");
});

test("a flood is read in order by those who read, and lets the slow one go", async () => {
  const evening = await play("flood");

  expect(linesRead(evening, "alice")).toEqual(linesTo(40));
  expect(linesRead(evening, "carol")).toEqual(linesTo(40));
  expect(linesRead(evening, "bob")).toEqual(linesTo(15));
  expect(verdictsOf(evening)).toEqual([
    "bob is let go with 1013 at 200 ms, and reads it at 500 ms",
  ]);
});

test.each([500, 5_000, 59_000])(
  "a flood at %s ms lets the slow one go at once",
  async (atMs) => {
    const script = scriptOf("flood").map((action) => {
      return action.what === "flood" ? { ...action, atMs } : action;
    });

    const evening = await playEvening(script);

    expect(linesRead(evening, "carol")).toEqual(linesTo(40));
    expect(verdictsOf(evening)).toEqual([
      `bob is let go with 1013 at ${atMs} ms, and reads it at ${atMs + 300} ms`,
    ]);
  },
);

test("a hub that quits sends 1001, and cuts off who does not read", async () => {
  const evening = await play("quit");

  expect(verdictsOf(evening)).toEqual([
    "alice is sent home with 1001 at 200 ms, and reads it at 200 ms",
    "bob is cut off at 700 ms: the hub has quit, and waits no longer",
    "carol is sent home with 1001 at 200 ms, and reads it at 200 ms",
  ]);
  const { ending } = evening.run;
  expect(ending?.goroutines.map(({ name }) => name)).toEqual([]);
});

test("says who is in the room at any moment", async () => {
  const { people, run } = await play("slow");
  const at = (timeMs: number) => {
    const position = run.events.filter(({ time }) => time <= timeMs).length;
    const now = people.map((person) => personAt(person, position));
    return now.filter(({ isIn }) => isIn).map(({ name }) => name);
  };

  expect(at(0)).toEqual(["alice"]);
  expect(at(399)).toEqual(names);
  expect(at(400)).toEqual(["alice", "carol"]);
});

test("says in words what somebody is, from the first event to the last", async () => {
  const evening = await play("slow");
  const bob = personIn(evening, "bob");
  const all = evening.run.events.map((_, at) =>
    describeNow(personAt(bob, at + 1)),
  );

  expect([...new Set(all)]).toEqual([
    "is not here yet",
    "is here, and reads",
    "is here, and does not read",
    "was told goodbye, and has not answered",
    "was let go: 1013, and never read it",
  ]);
});

test("the same script is the same evening, whatever was played before it", async () => {
  const first = await playEvening(scriptOf("flood"));
  await playEvening(scriptOf("slow"));

  const again = await playEvening(scriptOf("flood"));

  expect(again).toEqual(first);
});

test("two evenings that are played at once do not disturb each other", async () => {
  const both = await Promise.all(
    ["slow", "quit"].map((id) => playEvening(scriptOf(id))),
  );

  expect(both).toEqual([await play("slow"), await play("quit")]);
});

test("names channels and goroutines after their owners, and shows no line of code", async () => {
  const { run } = await play("slow");
  const started = run.events.flatMap((event) =>
    event.kind === "go" ? [event.name] : [],
  );
  const made = run.events.flatMap((event) =>
    event.kind === "make" ? [event.on] : [],
  );

  expect(started.filter((name) => name.startsWith("bob"))).toEqual([
    ...["bob: serve", "bob", "bob: write pump", "bob: deadline"],
  ]);
  expect(made.slice(0, 10)).toEqual([
    ...["register", "unregister", "broadcast", "quit", "done", "heartbeat"],
    ...["socket", "notice", "outbox", "incoming"].map((n) => `alice: ${n}`),
  ]);
  expect(JSON.stringify(run)).not.toMatch(/chan#|IO wait|"line":/);
});

test("a pump waits with what its socket does not take, on the runtime's own clock", async () => {
  const { run } = await play("slow");
  const parks = run.events.filter(
    (event) => event.kind === "park" && event.reason === "chan send",
  );

  expect(parks).toMatchObject([
    { on: "bob: socket", value: "alice: line 2", time: 150 },
  ]);
});

test("says why an action did nothing, and plays the rest", async () => {
  const script: Action[] = [
    { atMs: 0, what: "say", who: "bob", text: "anybody?" },
    { atMs: 0, what: "join", who: "alice" },
    { atMs: 1, what: "join", who: "alice" },
    { atMs: 2, what: "read-again", who: "alice" },
    { atMs: 3, what: "vanish", who: "alice" },
    { atMs: 4, what: "leave", who: "alice" },
    { atMs: 5, what: "quit" },
    { atMs: 6, what: "quit" },
    { atMs: 900, what: "leave", who: "alice" },
  ];

  const { idle } = await playEvening(script);

  expect([...idle].map(([{ atMs }, why]) => `${atMs} ${why}`)).toEqual([
    "0 bob is not here yet",
    "1 alice has come already",
    "2 alice does so already",
    "4 alice has vanished",
    "6 the hub has quit",
    "900 alice has gone",
  ]);
});

test("one who comes when the hub has ended is sent away", async () => {
  const evening = await playEvening([
    { atMs: 0, what: "quit" },
    { atMs: 600, what: "join", who: "alice" },
  ]);

  expect(timeline(evening, "alice")).toEqual([
    ...["600 goodbye 1001", "600 reads-goodbye 1001", "600 ends 1001"],
  ]);
});

test("an action changes what comes after it, and is told in words", async () => {
  const before = await play("slow");
  const reads = { atMs: 390, what: "read-again", who: "bob" } as const;
  const after = await playEvening([...before.script, reads]);

  expect(describeDifference(before, after)).toBe(
    "bob stays; alice reads 12 messages, not 13; bob reads 11 messages, not 2; carol reads 10 messages, not 11",
  );
  expect(describeDifference(after, after)).toBe("nothing else is different");
  const isBefore = ({ time }: { time: number }) => time < 390;
  const count = before.run.events.filter(isBefore).length;
  expect(after.run.events.slice(0, count - 1).map(({ kind }) => kind)).toEqual(
    before.run.events.slice(0, count - 1).map(({ kind }) => kind),
  );
});

test("what stays as it was is not told as a difference", async () => {
  const before = await play("slow");
  const says = { atMs: 600, what: "say", who: "carol", text: "?" } as const;

  const after = await playEvening([...before.script, says]);

  expect(describeDifference(before, after)).toBe(
    "alice reads 14 messages, not 13; carol reads 12 messages, not 11",
  );
});

test("somebody is what a deed makes of them from its very position on", async () => {
  const bob = personIn(await play("slow"), "bob");
  const stop = bob.entries.find(({ what }) => what === "stops-reading");

  const at = stop?.at ?? 0;
  expect(personAt(bob, at - 1).standing).toBe("reading");
  expect(personAt(bob, at).standing).toBe("not-reading");
});

test.each<[string, Action[]]>([
  [
    "expected at most 12 people, got 13",
    Array.from({ length: 13 }, (_, i) => join(`guest ${i}`)),
  ],
  [
    "expected a time in milliseconds from 0 to 60000, got 60001",
    [{ ...join("alice"), atMs: 60_001 }],
  ],
  [
    "expected a time in milliseconds from 0 to 60000, got NaN",
    [{ ...join("alice"), atMs: NaN }],
  ],
  [
    "expected at most 400 lines, got 401",
    [flood("alice", 400), { atMs: 1, what: "say", who: "alice", text: "!" }],
  ],
  ["expected lines from 0 to 400, got -1", [flood("alice", -1)]],
  [
    "expected at most 60 bytes in a line, got 61",
    [{ atMs: 1, what: "say", who: "alice", text: "x".repeat(61) }],
  ],
  [
    "expected at most 200 actions, got 201",
    Array.from({ length: 201 }, () => ({ atMs: 0, what: "quit" as const })),
  ],
])("refuses a script that is too much: %s", async (message, script) => {
  await expect(playEvening(script)).rejects.toMatchObject({
    ...{ code: "SCRIPT_REFUSED", message },
  });
});

function join(who: string): Action {
  return { atMs: 0, what: "join", who };
}

function flood(who: string, lines: number): Action {
  return { atMs: 1, what: "flood", who, lines };
}

test("keeps the first 20,000 events of the largest evening, and counts the others", async () => {
  const people = Array.from({ length: limits.people }, (_, i) => `guest ${i}`);
  const script = [...people.map(join), flood("guest 0", limits.lines)];

  const { run } = await playEvening([
    ...script,
    { atMs: 60_000, what: "quit" },
  ]);

  expect(run.events).toHaveLength(20_000);
  expect(run.dropped).toBeGreaterThan(0);
});
