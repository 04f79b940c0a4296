import {
  after,
  Channel,
  go,
  Mutex,
  run,
  select,
  sleep,
  type TraceEvent,
  WaitGroup,
  yieldNow,
} from "rendezvous";
import { describe, expect, test } from "vitest";
import {
  type Moment,
  momentAt,
  Moments,
} from "../../playground/trace/moment.ts";

async function record(body: () => unknown): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(body, { clock: "virtual", observer });
  return events;
}

/** The first moment at which `isIt`. */
function whenFirst(
  events: TraceEvent[],
  isIt: (moment: Moment) => boolean,
): Moment {
  const moments = new Moments(events);
  for (let position = 0; position <= events.length; position++) {
    const moment = moments.at(position);
    if (isIt(moment)) return moment;
  }
  throw new Error("expected such a moment");
}

const endOf = (events: TraceEvent[]): Moment => momentAt(events, events.length);

/** `alice waiting (chan send)` */
const storyOf = ({ goroutines }: Moment): string[] =>
  goroutines.map(({ name, state, reason }) =>
    reason === "" ? `${name} ${state}` : `${name} ${state} (${reason})`,
  );

describe("a channel at a moment", () => {
  test("has its senders in the order they came, with what they bring", async () => {
    const events = await record(async () => {
      const lines = new Channel<string>();
      for (const name of ["alice", "bob"]) go(name, () => lines.send(name));
      await sleep(1);
      await lines.receive();
    });

    const both = whenFirst(events, (m) => m.channels[0]?.senders.length === 2);
    expect(both.channels[0]?.senders).toMatchObject([
      { name: "alice", value: '"alice"', isSelect: false },
      { name: "bob", value: '"bob"', isSelect: false },
    ]);
    expect(storyOf(both)).toEqual([
      "main sleeping (sleep)",
      "alice waiting (chan send)",
      "bob waiting (chan send)",
    ]);
    expect(endOf(events).channels[0]?.senders).toMatchObject([{ name: "bob" }]);
  });

  test("has its receivers, who are served in turn", async () => {
    const events = await record(async () => {
      const lines = new Channel<number>();
      for (const name of ["alice", "bob"]) go(name, () => lines.receive());
      await sleep(1);
      await lines.send(7);
    });

    const { channels, goroutines } = endOf(events);
    expect(channels[0]?.receivers.map(({ name }) => name)).toEqual(["bob"]);
    expect(goroutines.map(({ state }) => state)).toEqual([
      "ended",
      "ready",
      "waiting",
    ]);
  });

  test("has what is in its buffer, oldest first, and who waits for room", async () => {
    const events = await record(async () => {
      const box = new Channel<number>(2, "int");
      go("alice", async () => {
        for (let i = 1; i <= 3; i++) await box.send(i);
      });
      await yieldNow();
      await box.receive();
    });

    const full = whenFirst(events, (m) => m.channels[0]?.senders.length === 1);
    expect(full.channels[0]).toMatchObject({
      capacity: 2,
      type: "int",
      values: ["1", "2"],
      senders: [{ value: "3" }],
    });
    expect(endOf(events).channels[0]).toMatchObject({
      values: ["2", "3"],
      senders: [],
    });
  });

  test("that is closed lets everybody go", async () => {
    const events = await record(async () => {
      const lines = new Channel<number>();
      for (const name of ["alice", "bob"]) go(name, () => lines.receive());
      await sleep(1);
      lines.close();
      await sleep(1);
    });

    const closed = whenFirst(events, (m) => m.channels[0]?.isClosed ?? false);
    expect(closed.channels[0]?.receivers).toEqual([]);
    expect(closed.words).toMatch(/^main closes chan#\d+$/);
    expect(storyOf(endOf(events)).slice(1)).toEqual([
      "alice ended",
      "bob ended",
    ]);
  });

  test("that is nil is there as long as somebody waits at it", async () => {
    const events = await record(async () => {
      const off = Channel.nil<number>();
      go("alice", () => select({ off: off.sending(7), late: after(1) }));
      await select({ off, late: after(5) });
    });

    const nil = ({ channels }: Moment) => channels.find(({ isNil }) => isNil);
    const both = whenFirst(events, (m) => nil(m)?.senders.length === 1);
    expect(nil(both)).toMatchObject({
      senders: [{ name: "alice", value: "7" }],
      receivers: [{ name: "main", isSelect: true }],
    });
    expect(nil(endOf(events))).toBeUndefined();
  });
});

describe("a select at a moment", () => {
  test("stands at all of its channels, and leaves all of them at once", async () => {
    const events = await record(async () => {
      const [from, to] = [new Channel<string>(), new Channel<string>()];
      go("alice", () => from.send("hi"));
      go("bob", () => from.send("ho"));
      await select({ from, to: to.sending("tea") });
    });

    const stood = whenFirst(events, (m) => m.channels[1]?.senders.length === 1);
    expect(stood.channels).toMatchObject([
      { receivers: [{ name: "main", isSelect: true }] },
      { senders: [{ name: "main", value: '"tea"', isSelect: true }] },
    ]);
    const served = whenFirst(events, ({ words }) => words.includes("hands"));
    expect(served.channels).toMatchObject([
      { receivers: [], senders: [] },
      { receivers: [], senders: [] },
    ]);
  });

  test("of one case stands there as a select, too", async () => {
    const events = await record(() =>
      select({ to: new Channel<number>().sending(7) }),
    );

    expect(endOf(events).channels[0]?.senders).toMatchObject([
      { value: "7", isSelect: true },
    ]);
  });

  test("that stands on both sides of a channel is served on one", async () => {
    const events = await record(async () => {
      const lines = new Channel<number>();
      go("alice", () => select({ in: lines, out: lines.sending(1) }));
      await yieldNow();
      await lines.send(7);
    });

    const both = whenFirst(events, (m) => m.channels[0]?.senders.length === 1);
    expect(both.channels[0]?.receivers).toHaveLength(1);
    const { channels, goroutines } = endOf(events);
    expect(channels[0]).toMatchObject({ senders: [], receivers: [] });
    expect(goroutines[1]?.state).toBe("ready");
  });

  test("says which cases were ready, and who lost", async () => {
    const events = await record(async () => {
      const [alice, bob] = [new Channel<number>(1), new Channel<number>(1)];
      await Promise.all([alice.send(1), bob.send(2)]);
      await select({ alice, bob });
    });

    const looked = whenFirst(events, ({ words }) => words.includes("selects"));
    expect(looked.words).toMatch(
      /^main selects of alice, bob: both ready, takes (alice; bob|bob; alice) loses$/,
    );
  });
});

describe("a lock at a moment", () => {
  test("has a holder, and who waits for it", async () => {
    const events = await record(async () => {
      const mutex = new Mutex();
      const begin = new Channel<number>();
      await mutex.lock();
      go("alice", async () => {
        await begin.receive();
        await mutex.lock();
      });
      await yieldNow();
      await begin.send(1);
      await sleep(1);
      mutex.unlock();
    });

    const held = whenFirst(events, (m) => m.locks[0]?.waiting.length === 1);
    expect(held.locks[0]).toMatchObject({
      state: "locked",
      holder: 1,
      waiting: [{ name: "alice" }],
    });
    expect(endOf(events).locks[0]).toMatchObject({
      state: "locked",
      holder: 2,
      waiting: [],
    });
  });

  test("that counts has its count, and who waits for zero", async () => {
    const events = await record(async () => {
      const group = new WaitGroup();
      for (const ms of [1, 2]) group.go(() => sleep(ms));
      await group.wait();
    });

    const waited = whenFirst(events, (m) => m.locks[0]?.waiting.length === 1);
    expect(waited.locks[0]?.state).toBe("2");
    expect(endOf(events).locks[0]).toMatchObject({ state: "0", waiting: [] });
  });
});

describe("a goroutine at a moment", () => {
  test("that waits for several things waits until it goes on", async () => {
    const events = await record(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go("both", () => Promise.all([a.receive(), b.receive()]));
      go("sender", async () => {
        await a.send(1);
        await sleep(5);
        await b.send(2);
      });
      await sleep(10);
    });

    const next = whenFirst(events, (m) => m.words === "sender waits: sleep");
    expect(storyOf(next)[1]).toBe("both ready (chan receive)");
    const half = whenFirst(events, ({ timeMs }) => timeMs === 5);
    expect(storyOf(half)[1]).toBe("both waiting (chan receive)");
    expect(storyOf(endOf(events))[1]).toBe("both ended");
  });

  test("waits on while the next one runs, if one of its waits is over", async () => {
    const events = await record(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go("both", () => Promise.all([a.receive(), b.receive()]));
      go("next", () => yieldNow());
      await yieldNow();
      await a.send(1);
      go("last", () => undefined);
      await sleep(1);
    });

    const last = whenFirst(events, ({ words }) => words === "last runs");
    expect(storyOf(last)).toContain("both waiting (chan receive)");
  });

  test("that has gone abroad is back when it does something", async () => {
    const events = await record(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await new Channel<number>(1).send(7);
    });

    const away = whenFirst(events, (m) => m.goroutines[0]?.state === "abroad");
    expect(momentAt(events, away.position + 1).goroutines[0]?.state).toBe(
      "running",
    );
  });

  test("that panics has its error", async () => {
    const events = await record(() => {
      throw new Error("oh no");
    });

    expect(endOf(events).goroutines).toMatchObject([
      { state: "panicked", error: "oh no" },
    ]);
  });
});

describe("moments", () => {
  test("are the same in whatever order one asks for them", async () => {
    const events = await record(async () => {
      const box = new Channel<number>(3);
      go("alice", async () => {
        for (let i = 0; i < 200; i++) await box.send(i);
      });
      for (let i = 0; i < 200; i++) await box.receive();
    });
    const asked = [600, 5, 601, 128, 127, 300, 299, 0, events.length, 400];

    const moments = new Moments(events);

    expect(events.length).toBeGreaterThan(601);
    expect(asked.map((position) => moments.at(position))).toEqual(
      asked.map((position) => momentAt(events, position)),
    );
  });
});
