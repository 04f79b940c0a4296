import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Case,
  Channel,
  go,
  otherwise,
  run,
  select,
  WaitGroup,
  yieldNow,
} from "../../lessons/index.ts";
import { standing, valueOf } from "./09-select.programs.ts";

const settings = { seed: 48, numRuns: 400 };

// A channel in one of the states that a select can meet it in: what it holds,
// whether it is closed, and who waits there already.
interface State {
  kind: "nil" | "open" | "closed";
  capacity: number;
  values: number;
  waits: "sender" | "receiver" | "nobody";
}

interface Planned {
  channel: number;
  sends: boolean;
}

interface Plan {
  states: State[];
  cases: Planned[];
  default: number;
  form: "list" | "names" | "prepared list" | "prepared names";
  seed: number;
}

const states: fc.Arbitrary<State> = fc
  .record({
    kind: fc.constantFrom("nil", "open", "open", "closed"),
    capacity: fc.nat(2),
    values: fc.nat(2),
    waits: fc.constantFrom("sender", "receiver", "nobody"),
  })
  .filter(canBe);

// Who waits found no value, or no room; nobody waits at nil or at closed.
function canBe({ kind, capacity, values, waits }: State): boolean {
  if (values > capacity) return false;
  if (kind === "nil") return capacity === 0 && waits === "nobody";
  if (kind === "closed") return waits === "nobody";
  if (waits === "receiver") return values === 0;
  return waits === "nobody" || values === capacity;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  states: fc.array(states, { minLength: 1, maxLength: 4 }),
  cases: fc.array(fc.record({ channel: fc.nat(3), sends: fc.boolean() }), {
    maxLength: 6,
  }),
  default: fc.integer({ min: -6, max: 6 }),
  form: fc.constantFrom("list", "names", "prepared list", "prepared names"),
  seed: fc.nat(),
});

const held = (channel: number, place: number) => 100 * channel + place;
const brought = (channel: number) => 100 * channel + 50;
const offered = 999;

/** The model: whether the case may fire, and what it then gives. */
function expected(state: State, { channel, sends }: Planned): unknown {
  const { kind, capacity, values, waits } = state;
  if (kind === "nil") return undefined;
  if (sends) {
    if (kind === "closed") return "panic";
    return waits === "receiver" || values < capacity ? {} : undefined;
  }
  if (values > 0) return { value: held(channel, 0), done: false };
  if (kind === "closed") return { value: undefined, done: true };
  return waits === "sender"
    ? { value: brought(channel), done: false }
    : undefined;
}

describe("whatever cases there are, and however their channels stand", () => {
  test("one that may go on does what it should, and no other one does anything", async () => {
    const property = fc.asyncProperty(plans, async (plan) => {
      const cases = plan.cases.map(({ channel, sends }) => ({
        channel: channel % plan.states.length,
        sends,
      }));
      const found = await perform({ ...plan, cases });

      const mayFire = cases.map((each) =>
        expected(plan.states[each.channel] as State, each),
      );
      const ready = mayFire.filter((result) => result !== undefined);
      const hasDefault = plan.default >= 0;
      if (found.end === "panic") expect(ready).toContain("panic");
      else if (ready.length > 0) {
        expect(found.end).toBe("returned");
        const fired = mayFire[found.place];
        expect(fired).toEqual(found.result);
        const changed = cases[found.place]?.channel;
        expect([[], [changed]]).toContainEqual(found.changed);
      } else {
        expect(found.end).toBe(hasDefault ? "returned" : "deadlock");
        expect(found.place).toBe(hasDefault ? cases.length : -1);
        expect(found.changed).toEqual([]);
        expect(found.reason).toBe(hasDefault ? "" : reasonOf(plan, cases));
      }
    });

    await fc.assert(property, settings);
  });
});

function reasonOf({ states }: Plan, cases: Planned[]): string {
  const [only, another] = cases;
  if (!only) return "select (no cases)";
  if (another) return "select";
  const reason = only.sends ? "chan send" : "chan receive";
  return states[only.channel]?.kind === "nil" ? `${reason} (nil chan)` : reason;
}

interface Found {
  end: string;
  /** Which of the planned cases it was; one past the last for the default. */
  place: number;
  result: object;
  /** The channels that are not as they were. */
  changed: number[];
  reason: string;
}

async function perform(plan: Plan): Promise<Found> {
  let channels: Channel<number>[] = [];
  let before: string[] = [];
  const { kind, value, goroutines } = await run(
    async () => {
      channels = plan.states.map(make);
      await yieldNow();
      before = channels.map(look);
      return selectIn(plan, channels);
    },
    { clock: "virtual", seed: plan.seed },
  );
  const after = channels.map(look);
  const places = channels.keys();
  const isStuck = kind === "deadlock";
  // Whoever is stuck stands in its lines, and that is no change.
  const changed = isStuck
    ? []
    : [...places].filter((place) => before[place] !== after[place]);
  const main = goroutines.find(({ id }) => id === 1);
  const reason = isStuck ? (main?.waits[0]?.reason ?? "") : "";
  return { end: kind, reason, changed, place: -1, result: {}, ...value };
}

function make(state: State, index: number): Channel<number> {
  if (state.kind === "nil") return Channel.nil();
  const channel = new Channel<number>(state.capacity);
  for (let place = 0; place < state.values; place++) {
    channel.trySend(held(index, place));
  }
  if (state.kind === "closed") channel.close();
  if (state.waits === "sender") go(() => channel.send(brought(index)));
  if (state.waits === "receiver") go(() => channel.receive());
  return channel;
}

function look(channel: Channel<number>): string {
  return `${channel.values().join(" ")} ${standing(channel)}`;
}

async function selectIn(
  plan: Plan,
  channels: Channel<number>[],
): Promise<{ place: number; result: object }> {
  const planned = plan.cases.map(({ channel, sends }): Case => {
    const at = channels[channel] as Channel<number>;
    return sends ? at.sending(offered) : at;
  });
  const at = Math.min(plan.default, planned.length);
  const list = plan.default < 0 ? planned : planned.toSpliced(at, 0, otherwise);
  const named = Object.fromEntries(list.map((each, i) => [`case ${i}`, each]));
  const cases = plan.form.endsWith("list") ? list : named;
  const next = plan.form.startsWith("prepared")
    ? select.prepare(cases)
    : () => select(cases);
  const { case: key, ...result } = await next();
  const place = parseInt(String(key).replace("case ", ""));
  if (list[place] === otherwise) return { place: planned.length, result };
  return { place: plan.default >= 0 && place > at ? place - 1 : place, result };
}

describe("whoever sends and receives, in whatever order", () => {
  const programs = fc.record({
    seed: fc.nat(),
    order: fc.constantFrom("arrival" as const, "random" as const),
    capacities: fc.array(fc.constantFrom(0, 1, 10, 100), {
      minLength: 4,
      maxLength: 4,
    }),
    count: fc.integer({ min: 1, max: 25 }),
  });

  test("TestSelectStress: each value arrives once, and everybody gets done", async () => {
    const property = fc.asyncProperty(
      programs,
      async ({ seed, order, capacities, count }) => {
        const seen = await valueOf(() => stress(capacities, count), {
          seed,
          order,
        });

        const everything = [...Array(4 * 2 * count).keys()];
        expect(seen.sort((a, b) => a - b)).toEqual(everything);
      },
    );

    await fc.assert(property, { seed: 49, numRuns: 60 });
  });

  test("chan.go: what one sender sends arrives in its order", async () => {
    const property = fc.asyncProperty(
      programs,
      async ({ seed, order, capacities, count }) => {
        const seen = await valueOf(() => gather(capacities, count), {
          seed,
          order,
        });

        const perSender = capacities.map((_, sender) =>
          seen.filter(([from]) => from === sender).map(([, value]) => value),
        );
        expect(perSender).toEqual(
          capacities.map(() => [...Array(count).keys()]),
        );
      },
    );

    await fc.assert(property, { seed: 50, numRuns: 60 });
  });
});

// Four channels. At each one sends and one receives plainly, and one select
// sends to all of them while another receives from all: `count` values each.
async function stress(
  capacities: readonly number[],
  count: number,
): Promise<number[]> {
  const channels = capacities.map((capacity) => new Channel<number>(capacity));
  const seen: number[] = [];
  const group = new WaitGroup();
  let next = 0;
  for (const channel of channels) {
    const own = Array.from({ length: count }, () => next++);
    group.go(async () => {
      for (const value of own) await channel.send(value);
    });
    group.go(async () => {
      for (let each = 0; each < count; each++) {
        seen.push((await channel.receive()) ?? -1);
      }
    });
  }
  group.go(async () => {
    await untilEachHad(count, channels, async (left) => {
      const value = next++;
      return (await select(left.map((one) => one.sending(value)))).case;
    });
  });
  group.go(async () => {
    await untilEachHad(count, channels, async (left) => {
      const { case: place, value } = await select(left);
      seen.push(value ?? -1);
      return place;
    });
  });
  await group.wait();
  return seen;
}

async function untilEachHad(
  count: number,
  channels: readonly Channel<number>[],
  step: (left: Channel<number>[]) => Promise<number>,
): Promise<void> {
  const times = new Map(channels.map((channel) => [channel, count]));
  while (times.size > 0) {
    const left = [...times.keys()];
    const chosen = left[await step(left)] as Channel<number>;
    const rest = (times.get(chosen) ?? 0) - 1;
    if (rest > 0) times.set(chosen, rest);
    else times.delete(chosen);
  }
}

// One sender a channel, and one select that receives from all until all close.
async function gather(
  capacities: readonly number[],
  count: number,
): Promise<[from: number, value: number][]> {
  const seen: [number, number][] = [];
  const open = capacities.map((capacity) => new Channel<number>(capacity));
  for (const channel of open) {
    go(async () => {
      for (let value = 0; value < count; value++) {
        await select({ out: channel.sending(value), never: Channel.nil() });
      }
      channel.close();
    });
  }
  for (let left = open.length; left > 0;) {
    const next = await select(open);
    if (!next.done) seen.push([next.case, next.value]);
    else {
      open[next.case] = Channel.nil();
      left--;
    }
  }
  return seen;
}
