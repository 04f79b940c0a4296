import {
  Channel,
  Cond,
  exit,
  external,
  go,
  Mutex,
  otherwise,
  panic,
  run,
  RWMutex,
  select,
  sleep,
  type TraceEvent,
  WaitGroup,
  yieldNow,
} from "rendezvous";
import { describe, expect, test } from "vitest";
import type { Ending, RecordedRun } from "../../playground/protocol.ts";
import { arrange, frontOf, slotsOf } from "../../playground/trace/arrange.ts";
import { Moments } from "../../playground/trace/moment.ts";
import { namesOf } from "../../playground/trace/names.ts";
import type { ChannelNow } from "../../playground/trace/now.ts";
import { verdictOf } from "../../playground/trace/verdict.ts";
import { describeEvent, textOf } from "../../playground/trace/words.ts";

async function record(
  body: () => unknown,
): Promise<RecordedRun & { ending: Ending }> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  const ending = await run(body, { clock: "virtual", seed: 1, observer });
  return { events, dropped: 0, ending };
}

/** The story of a run, channels and locks numbered anew from 1. */
async function story(body: () => unknown): Promise<string[]> {
  const { events } = await record(body);
  const names = namesOf(events);
  const labels: string[] = [];
  return events.map((event) =>
    describeEvent(event, names).replace(/(\w+)#\d+/g, (label, kind) => {
      if (!labels.includes(label)) labels.push(label);
      return `${kind}#${labels.indexOf(label) + 1}`;
    }),
  );
}

const channel: ChannelNow = {
  ...{ label: "chan#1", type: "", capacity: 0, isNil: false },
  ...{ isClosed: false, values: [], senders: [], receivers: [], touchedAt: 0 },
};

describe("an event in words", () => {
  test("is who waits for what, and who hands what to whom", async () => {
    expect(
      await story(async () => {
        const lines = new Channel<string>();
        go("alice", () => lines.send("hello"));
        await yieldNow();
        await lines.receive();
      }),
    ).toEqual([
      "main is started",
      "main runs",
      "main makes chan#1, without a buffer",
      "main starts alice",
      "main lets others go first",
      "main readies main",
      "alice runs",
      'alice waits: chan send on chan#1, with "hello"',
      "main runs",
      'alice hands "hello" to main on chan#1',
      "main readies alice",
      "main ends",
    ]);
  });

  test("says what goes into a buffer, out of it and up in it", async () => {
    const told = await story(async () => {
      const box = new Channel<number>(1, "int");
      await box.send(1);
      go("alice", () => box.send(2));
      await yieldNow();
      await box.receive();
      box.close();
    });

    expect(told).toEqual(
      expect.arrayContaining([
        "main makes chan#1, of int, capacity 1",
        "main sends 1 into the buffer of chan#1, 1 in it",
        "main receives 1 out of the buffer of chan#1, 0 left",
        "2 of alice moves up into the buffer of chan#1, 1 in it",
        "main closes chan#1",
      ]),
    );
  });

  test("says which cases a select had, which it took, and which lost", async () => {
    const told = await story(async () => {
      const [alice, bob] = [new Channel<number>(1), new Channel<number>(1)];
      await select({ alice, idle: otherwise });
      await alice.send(1);
      await select({ alice, bob });
      await bob.send(2);
      await alice.send(1);
      await select({ alice, bob });
      await select({ alice, bob: bob.sending(1), off: Channel.nil() });
    });

    const selects = told.filter((words) => words.includes("selects"));
    expect(selects).toEqual([
      "main selects of alice: none ready, takes the default case idle",
      "main selects of alice, bob: alice ready, takes alice",
      expect.stringMatching(
        /both ready, takes (alice; bob|bob; alice) loses$/,
      ) as string,
      expect.stringMatching(/of alice, bob, off: (alice|bob|alice, bob) ready/),
    ]);
  });

  test("says how long somebody sleeps, what a lock is, how it all ends", async () => {
    const told = await story(async () => {
      const mutex = new Mutex();
      await mutex.lock();
      await sleep(2.5);
      throw new Error("oh no");
    });

    expect(told.slice(2)).toEqual([
      "main changes mutex#1: locked",
      "main sleeps until 2.5 ms",
      "main waits: sleep",
      "main is ready",
      "main runs",
      "main panics: oh no",
    ]);
  });

  test("says to whom a lock goes that is handed on", async () => {
    const told = await story(async () => {
      const [mutex, shared] = [new Mutex(), new RWMutex()];
      await mutex.lock();
      await shared.rLock();
      go("alice", () => mutex.lock());
      go("bob", () => shared.lock().then(() => shared.unlock()));
      go("carl", () => shared.rLock());
      await yieldNow();
      mutex.unlock();
      shared.rUnlock();
      await sleep(1);
    });

    expect(told.filter((words) => words.includes("mutex#"))).toEqual([
      "main changes mutex#1: locked",
      "main changes rwmutex#2: 1 reading",
      "alice waits: sync.Mutex.Lock on mutex#1",
      "bob waits: sync.RWMutex.Lock on rwmutex#2",
      "carl waits: sync.RWMutex.RLock on rwmutex#2",
      "main hands mutex#1 on to alice: it stays locked",
      "main changes rwmutex#2: 0 reading",
      "main hands rwmutex#2 on to bob: writing",
      "bob changes rwmutex#2: 0 reading",
      "bob hands rwmutex#2 on to carl: 1 reading",
    ]);
  });

  test("hands no counter on, and no lock to whom something else frees", async () => {
    const told = await story(async () => {
      const [group, mutex] = [new WaitGroup(), new Mutex()];
      const word = new Cond(mutex);
      go("alice", () => group.wait());
      go("bob", () => mutex.lock().then(() => word.wait()));
      group.add(1);
      await yieldNow();
      group.done();
      await mutex.lock();
      word.signal();
    });

    expect(told.filter((words) => words.includes(" on to "))).toEqual([]);
  });

  test("tells goroutines of one name apart by their numbers", async () => {
    const { events } = await record(async () => {
      for (const name of ["worker", "worker", "", "boss"]) {
        go(name, () => undefined);
      }
      await yieldNow();
    });

    expect([...namesOf(events).values()]).toEqual([
      "main",
      "worker (2)",
      "worker (3)",
      "goroutine 4",
      "boss",
    ]);
  });
});

test("a run as text has a line for each event, with its time and line", async () => {
  const run = await record(() => sleep(10));

  const lines = textOf(run).trimEnd().split("\n");

  expect(lines).toHaveLength(run.events.length);
  expect(lines[2]).toMatch(
    /^ 0 ms {2}main sleeps until 10 ms {2}test\/playground\/trace\.test\.ts:\d+:\d+$/,
  );
  expect(lines[1]).toBe(" 0 ms  main runs");
  expect(lines.at(-1)).toBe("10 ms  main ends");
});

describe("of many channels", () => {
  const many = Array.from({ length: 20 }, (_, id) => ({
    ...channel,
    label: `chan#${id}`,
    touchedAt: id,
  }));
  const waiting = { goroutine: 1, name: "main", value: "1", isSelect: false };

  test("those come first where something happens, the others are folded", () => {
    const channels = many.map((each, id) =>
      id === 7 ? { ...each, senders: [{ ...waiting, wait: 0 }] } : each,
    );

    const moment = new Moments([]).at(0);
    const { shown, folded } = arrange({ ...moment, position: 14, channels });

    expect(shown.map(({ label }) => label)).toEqual(["chan#13", "chan#7"]);
    expect(folded).toHaveLength(18);
  });

  test("few stay where they are", () => {
    const channels = many.slice(0, 12);
    const moment = new Moments([]).at(0);

    const { shown, folded } = arrange({ ...moment, position: 5, channels });

    expect(shown).toEqual(channels);
    expect(folded).toEqual([]);
  });
});

test("a buffer shows its values and what is free", () => {
  expect(slotsOf({ ...channel, capacity: 3, values: ["1"] })).toEqual({
    slots: ["1", undefined, undefined],
    more: "",
  });
});

test("a large buffer shows its beginning and counts the rest", () => {
  const values = Array.from({ length: 20 }, (_, value) => String(value));

  const { slots, more } = slotsOf({
    ...channel,
    capacity: 2 ** 32 - 1,
    values,
  });

  expect(slots).toEqual(values.slice(0, 16));
  expect(more).toBe("and 4 more values, 4294967275 more free");
});

test("a long line shows its front", () => {
  const line = Array.from({ length: 10 }, (_, wait) => ({
    ...{ goroutine: wait, name: "", value: undefined, isSelect: false, wait },
  }));

  const { first, more } = frontOf(line);

  expect(first).toEqual(line.slice(0, 8));
  expect(more).toBe(2);
});

describe("who was left", () => {
  test("is not whoever ended the run by a panic", async () => {
    const { ending, events } = await record(async () => {
      go("idle", () => sleep(1_000));
      await yieldNow();
      panic("enough");
    });

    const left = verdictOf(ending, events)?.others.map(({ name }) => name);

    expect(left).toEqual(["idle"]);
  });

  test.for([
    ["a fatal error", () => new Mutex().unlock()],
    ["an exit", () => exit(3)],
  ] as const)("is not whoever ended the run by %s", async ([, ends]) => {
    const { ending, events } = await record(async () => {
      go("idle", () => sleep(1_000));
      await yieldNow();
      ends();
    });

    const left = verdictOf(ending, events)?.others.map(({ name }) => name);

    expect(left).toEqual(["idle"]);
  });

  test("is whoever ran last and waits, where somebody from abroad ends the run", async () => {
    const { ending, events } = await record(async () => {
      const abroad = new Promise((resolve) => setTimeout(resolve, 5));
      go("traveller", () => abroad.then(() => exit(3)));
      await yieldNow();
      await new Channel().receive();
    });

    const left = verdictOf(ending, events)?.others.map(({ name }) => name);

    expect(ending.kind).toBe("exit");
    expect(left).toContain("main");
  });

  test("stands in a circle only as far as we know, where channels are in it", async () => {
    const { ending, events } = await record(async () => {
      const [one, other] = [new Channel<number>(), new Channel<number>()];
      go("alice", async () => {
        await one.receive();
        await other.send(1);
        await other.send(2);
      });
      await one.send(1);
      await other.receive();
      await one.send(2);
    });

    const verdict = verdictOf(ending, events);

    expect(verdict?.circles).toHaveLength(1);
    expect(verdict?.words).toMatch(/^As far as we know each of a circle/);
  });

  test("in a deadlock is in a circle, or waits without one", async () => {
    const { ending, events } = await record(async () => {
      const [one, other] = [new Mutex(), new Mutex()];
      const both = async (first: Mutex, second: Mutex): Promise<void> => {
        await first.lock();
        await yieldNow();
        await second.lock();
      };
      go("plato", () => both(one, other));
      go("kant", () => both(other, one));
      const group = new WaitGroup();
      group.add(1);
      await group.wait();
    });

    const verdict = verdictOf(ending, events);

    expect(verdict?.title).toBe("Deadlock: nobody can go on");
    expect(verdict?.words).toMatch(/^Each of a circle/);
    expect(verdict?.circles).toMatchObject([
      [
        {
          name: "plato",
          wait: expect.stringMatching(/^sync\.Mutex\.Lock on mutex#/) as string,
          edge: expect.stringMatching(
            /^waits for mutex#\d+: kant holds it$/,
          ) as string,
          line: expect.stringMatching(/trace\.test\.ts:\d+:\d+$/) as string,
        },
        { name: "kant" },
      ],
    ]);
    expect(verdict?.others).toMatchObject([{ name: "main", left: "waiting" }]);
  });

  test("without a circle is said to wait without one", async () => {
    const { ending, events } = await record(() => {
      const received = new Channel().receive();
      go("other", () => undefined);
      return received;
    });

    const verdict = verdictOf(ending, events);

    const park = events.find(({ kind }) => kind === "park");
    expect(verdict?.others).toMatchObject([{ name: "main", line: park?.line }]);

    expect(verdict).toMatchObject({ kind: "deadlock", circles: [] });
    expect(verdict?.words).toContain("nobody waits in a circle");
  });

  test("when main returned is a leak, and told from what only goes on", async () => {
    const { ending, events } = await record(async () => {
      go("worker", () => new Channel<number>().send(1));
      go("sleeper", () => sleep(1_000));
      go("fetcher", () => external(new Promise(() => undefined)));
      go("reader", () => new Promise(() => undefined));
      await yieldNow();
      await yieldNow();
      go("late", () => undefined);
    });

    const verdict = verdictOf(ending, events);

    expect(verdict?.title).toBe(
      "Leak: main has returned, and one goroutine still waited",
    );
    expect(verdict?.others.map(({ name, left }) => [name, left])).toEqual([
      ["worker", "leak"],
      ["sleeper", "sleeping"],
      ["fetcher", "external wait"],
      ["reader", "abroad"],
      ["late", "ready"],
    ]);
  });

  test("is nobody where everybody has ended", async () => {
    const { ending, events } = await record(() => sleep(1));

    expect(verdictOf(ending, events)).toBeUndefined();
  });
});
