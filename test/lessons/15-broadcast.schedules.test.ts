import { expect, test } from "vitest";
import {
  external,
  go,
  type Outcome,
  run,
  WaitGroup,
  yieldNow,
} from "rendezvous";
import { anySeed, Random } from "../../lessons/06-goroutines/random.ts";
import {
  Client,
  outboxLimits,
  serve,
} from "../../lessons/15-broadcast/client.ts";
import { Hub } from "../../lessons/15-broadcast/hub.ts";
import { FakeConnection, frameOf, textOf } from "./15-broadcast.fakes.ts";

const timeout = 60_000;

interface Evening {
  seed: number;
  /** How many come. */
  guests: number;
  /** How many words each has to say, at most. */
  words: number;
  /** One of how many does not read. */
  slowOneOf: number;
  /** Who goes on next. */
  order: "random" | "arrival";
  /** The hub quits while they come and go, and not afterwards. */
  quitsEarly?: boolean;
}

interface Left {
  hub: Hub<Uint8Array, Guest>;
  /** Comes first, reads all, says nothing and stays. */
  witness: Guest;
  guests: Guest[];
}

class Guest extends Client {
  readonly fake: FakeConnection;
  readonly name: string;
  readonly said: string[] = [];

  constructor(name: string, messages: number) {
    const fake = new FakeConnection();
    super(fake, { ...outboxLimits, messages });
    this.fake = fake;
    this.name = name;
  }
}

/**
 * Everybody comes, speaks and leaves as it happens, in an order of its own for
 * each seed. Resolves with what is left.
 */
function evening(plan: Evening): Promise<Outcome<Left>> {
  const { seed, order } = plan;
  const random = new Random(seed);
  const options = { seed, order, clock: "virtual", strict: true } as const;
  return run(async () => {
    const hub = new Hub<Uint8Array, Guest>((frame) => frame, {
      joined: ({ name }) => frameOf(`+${name}`),
      left: ({ name }) => frameOf(`-${name}`),
    });
    go("hub", () => hub.run());
    const witness = new Guest("witness", 100_000);
    go("witness", serve, witness, hub, frameOf);
    while (hub.size === 0) await turn();

    const guests: Guest[] = [];
    const all = new WaitGroup();
    while (guests.length < plan.guests) {
      const guest = new Guest(`${guests.length}`, 4);
      guests.push(guest);
      if (random.below(plan.slowOneOf) === 0) guest.fake.read(false);
      all.go(() => serve(guest, hub, frameOf));
      all.go(() => live(guest, random, plan.words));
      if (random.below(8) === 0) await turn();
    }
    if (plan.quitsEarly) hub.quit.close();
    await all.wait();
    if (!plan.quitsEarly) hub.quit.close();
    await hub.done.receive();
    return { hub, witness, guests };
  }, options);
}

// Who does not read is let go, or leaves as everybody does: then its socket has
// ended, and whatever was stuck fails.
async function live(
  { fake, name, said }: Guest,
  random: Random,
  words: number,
): Promise<void> {
  for (let left = random.below(words + 1); left > 0; left--) {
    const word = `${name}:${left}`;
    while (fake.isPaused && !fake.hasEnded) await turn();
    fake.hear(word);
    said.push(word);
    if (random.below(3) === 0) await turn();
    else await yieldNow();
  }
  fake.destroy();
}

function turn(): Promise<void> {
  return external(new Promise<void>((resolve) => setImmediate(resolve)));
}

function valueOf(outcome: Outcome<Left>): Left {
  if (outcome.error instanceof Error) throw outcome.error;
  const { kind, report, goroutines, value, seed } = outcome;
  expect({ kind, report, goroutines }, `seed ${seed}`).toEqual({
    kind: "returned",
    report: "",
    goroutines: [],
  });
  return value ?? expect.fail(`seed ${seed}`);
}

function expectNothingLeft(outcome: Outcome<Left>): void {
  const words = `seed ${outcome.seed}`;
  const { hub, guests } = valueOf(outcome);
  const { register, unregister, broadcast, done } = hub;
  const inLine = [register, unregister, broadcast, done].flatMap(
    ({ senders, receivers }) => [senders.first, receivers.first],
  );
  expect(hub.size, words).toBe(0);
  expect(inLine, words).toEqual(Array(8).fill(undefined));
  expect(
    guests.filter(({ fake }) => !fake.hasEnded),
    words,
  ).toEqual([]);
}

// What each of those says who read, whole and in order, between its own coming
// and its leaving; of those who were let go, the beginning.
function expectAllHeard(outcome: Outcome<Left>): void {
  const { witness, guests } = valueOf(outcome);
  const heard = new Map<string, string[]>();
  for (const word of textOf(witness.fake).split(" ")) {
    const name = word.replace(/^[+-]|:.*$/g, "");
    heard.set(name, [...(heard.get(name) ?? []), word]);
  }
  const wrong = guests.filter(({ name, said, fake }) => {
    const all = [`+${name}`, ...said, `-${name}`];
    const got = heard.get(name) ?? [];
    const isLetGo = fake.goodbye === tooSlow;
    const expected = isLetGo
      ? [...all.slice(0, got.length - 1), `-${name}`]
      : all;
    return got.join() !== expected.join();
  });
  const got = wrong.map(({ name, said }) => ({ said, got: heard.get(name) }));
  expect(got, `seed ${outcome.seed}`).toEqual([]);
}

const tooSlow = 1013;

test(
  "the hub never waits for its own unregister, in 300 schedules with slow clients",
  async () => {
    const first = anySeed() >>> 1;
    let slow = 0;
    for (let seed = first; seed < first + 300; seed++) {
      const plan = { guests: 12, words: 12, slowOneOf: 3 };
      const outcome = await evening({ ...plan, seed, order: "random" });
      expectNothingLeft(outcome);
      expectAllHeard(outcome);
      slow += valueOf(outcome).hub.slow;
    }
    expect(slow).toBeGreaterThan(100);
  },
  timeout,
);

test(
  "a hub that quits while they come and go leaves nobody, in 200 schedules",
  async () => {
    const first = anySeed() >>> 1;
    const plan = { guests: 12, words: 6, slowOneOf: 4, quitsEarly: true };
    for (let seed = first; seed < first + 200; seed++) {
      expectNothingLeft(await evening({ ...plan, seed, order: "random" }));
    }
  },
  timeout,
);

test(
  "10,000 who come and leave as they like leave nothing behind",
  async () => {
    const plan = { guests: 10_000, words: 1, slowOneOf: 50 };
    const seed = anySeed();
    const outcome = await evening({ ...plan, seed, order: "arrival" });
    expectNothingLeft(outcome);
    expectAllHeard(outcome);
  },
  timeout,
);
