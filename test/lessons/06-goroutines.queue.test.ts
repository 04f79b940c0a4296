import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Line, type Member } from "../../lessons/06-goroutines/line.ts";
import { anySeed, Random } from "../../lessons/06-goroutines/random.ts";
import { Ring } from "../../lessons/06-goroutines/ring.ts";

class Person implements Member {
  next: Member | undefined;
  previous: Member | undefined;
  readonly number: number;

  constructor(number: number) {
    this.next = this.previous = undefined;
    this.number = number;
  }
}

describe("a line", () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("add" as const) },
      { weight: 1, arbitrary: fc.constant("take" as const) },
      { weight: 2, arbitrary: fc.nat(1_000) },
    ),
  );

  function step(line: Line<Person>, model: Person[], move: Move, at: number) {
    if (move === "add") {
      const person = new Person(at);
      line.add(person);
      model.push(person);
    } else if (move === "take") {
      expect(line.take()).toBe(model.shift());
    } else if (model.length > 0) {
      const [person] = model.splice(move % model.length, 1);
      if (person) line.remove(person);
    }
  }

  type Move = "add" | "take" | number;

  test("is an array whose middle can leave", () => {
    fc.assert(
      fc.property(steps, (moves) => {
        const line = new Line<Person>();
        const model: Person[] = [];

        moves.forEach((move, index) => step(line, model, move, index));

        expect(line.members()).toEqual(model);
        expect(line.first).toBe(model[0]);
        expect(line.last).toBe(model.at(-1));
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test("can be walked backwards as well", () => {
    const line = new Line<Person>();
    const [a, b, c] = [new Person(1), new Person(2), new Person(3)];
    [a, b, c].forEach((person) => line.add(person));

    line.remove(b);

    expect(c.previous).toBe(a);
    expect(a.previous).toBeUndefined();
  });

  test("keeps no hold of who has left", () => {
    const line = new Line<Person>();
    const people = [new Person(1), new Person(2), new Person(3)];
    people.forEach((person) => line.add(person));

    line.take();
    line.take();
    line.take();

    expect(people.flatMap(({ next, previous }) => [next, previous])).toEqual(
      Array<undefined>(6).fill(undefined),
    );
  });

  test("gives nobody when nobody is there", () => {
    const line = new Line<Person>();

    expect([line.take(), line.members()]).toEqual([undefined, []]);
  });

  test("lets fifty thousand leave from its end in no time", () => {
    const line = new Line<Person>();
    const people = Array.from({ length: 50_000 }, (_, at) => new Person(at));
    people.forEach((person) => line.add(person));
    const start = performance.now();

    people.reverse().forEach((person) => line.remove(person));

    expect(line.first).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe("the run queue's ring", () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("add" as const) },
      { weight: 2, arbitrary: fc.constant("take" as const) },
    ),
    { maxLength: 200 },
  );

  test("is an array that gives the oldest first", () => {
    fc.assert(
      fc.property(steps, (moves) => {
        const ring = new Ring<number>();
        const model: number[] = [];

        moves.forEach((move, index) => {
          if (move === "add") {
            ring.add(index);
            model.push(index);
          } else if (model.length > 0) {
            expect(ring.take()).toBe(model.shift());
          }
        });

        expect(ring.values()).toEqual(model);
        expect(ring.length).toBe(model.length);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test("puts one in the place of another", () => {
    const ring = new Ring<string>();
    ["a", "b", "c"].forEach((value) => ring.add(value));

    ring.replace("b", "x");

    expect(ring.values()).toEqual(["a", "x", "c"]);
  });
});

describe("chance", () => {
  const drawn = (seed: number, bound: number, times: number) => {
    const random = new Random(seed);
    return Array.from({ length: times }, () => random.below(bound));
  };

  test("is the same for the same seed, and another for another", () => {
    expect(drawn(7, 1_000, 20)).toEqual(drawn(7, 1_000, 20));
    expect(drawn(7, 1_000, 20)).not.toEqual(drawn(8, 1_000, 20));
  });

  test("stays below its bound", () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff_ffff),
        fc.integer({ min: 1, max: 2 ** 31 }),
        (seed, bound) => {
          const values = drawn(seed, bound, 20);

          return values.every(
            (value) => Number.isInteger(value) && value >= 0 && value < bound,
          );
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  test.each([2, 3, 6, 10])("gives each of %i numbers its share", (bound) => {
    const times = 10_000 * bound;
    const counts = Array<number>(bound).fill(0);

    drawn(1, bound, times).forEach((value) => {
      counts[value] = (counts[value] ?? 0) + 1;
    });

    const furthest = Math.max(...counts.map((each) => Math.abs(each - 10_000)));
    expect(furthest).toBeLessThan(4.89 * Math.sqrt(10_000));
  });

  test.each([0, 1, 0xffff_ffff])("takes the seed %s", (seed) => {
    expect(new Random(seed).seed).toBe(seed);
  });

  test.each([-1, 0.5, 2 ** 32, NaN, Infinity])(
    "refuses the seed %s",
    (seed) => {
      expect(() => new Random(seed)).toThrow(
        new RangeError(`expected a seed from 0 to 4294967295, got ${seed}`),
      );
    },
  );

  test("finds a seed that it would take", () => {
    const seeds = Array.from({ length: 100 }, anySeed);

    expect(seeds.map((seed) => new Random(seed).seed)).toEqual(seeds);
    expect(new Set(seeds).size).toBeGreaterThan(90);
  });
});

describe("a platform", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  async function freshHost() {
    vi.resetModules();
    const { host } = await import("../../lessons/06-goroutines/host.ts");
    return host;
  }

  async function turnsOf(count: number): Promise<number[]> {
    const host = await freshHost();
    const turns: number[] = [];
    await new Promise<void>((resolve) => {
      Array.from({ length: count }, (_, at) =>
        host.turn(() => {
          if (turns.push(at) === count) resolve();
        }),
      );
    });
    return turns;
  }

  test("with setImmediate turns with it", async () => {
    expect(await turnsOf(3)).toEqual([0, 1, 2]);
  });

  test("without setImmediate turns with a MessageChannel", async () => {
    vi.stubGlobal("setImmediate", undefined);

    expect(await turnsOf(3)).toEqual([0, 1, 2]);
  });

  test("with neither turns with a timeout", async () => {
    vi.stubGlobal("setImmediate", undefined);
    vi.stubGlobal("MessageChannel", undefined);

    expect(await turnsOf(3)).toEqual([0, 1, 2]);
  });

  test("does nothing else until it is told how", async () => {
    const host = await freshHost();

    host.write("unheard");
    host.exit(3);

    expect(Object.keys(host)).toEqual(["write", "exit", "turn"]);
  });

  test("may be given in parts", async () => {
    vi.resetModules();
    const module = await import("../../lessons/06-goroutines/host.ts");
    const before = { ...module.host };
    const written: string[] = [];
    const write = (text: string) => void written.push(text);

    module.useHost({ write });
    module.host.write("heard");

    expect(written).toEqual(["heard"]);
    expect({ ...module.host }).toEqual({ ...before, write });
  });
});
