import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { transcript } from "../../docs/transcript.ts";
import { go, run, sleep, yieldNow } from "../../lessons/index.ts";
import { type Say, tell } from "./06-goroutines.story.ts";

const folder = join(import.meta.dirname, "../../lessons/06-goroutines");

describe("go", () => {
  test("does not begin a goroutine before its starter waits", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => say("bob"));
      say("main");
      await yieldNow();
      say("main again");
    });

    expect(lines).toEqual(["main", "bob", "main again"]);
  });

  test("starts them in the order of its calls", async () => {
    const { lines } = await tell(async (say) => {
      go(say, "first");
      go(say, "second");
      go(say, "third");
      await yieldNow();
    });

    expect(lines).toEqual(["first", "second", "third"]);
  });

  test("puts a goroutine that another one starts behind those already there", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => {
        say("a");
        go(say, "child of a");
      });
      go(say, "b");
      await sleep(1);
    });

    expect(lines).toEqual(["a", "b", "child of a"]);
  });

  test("takes the arguments as they are when it is called (GO-72)", async () => {
    const { lines } = await tell(async (say) => {
      const argument = () => {
        say("the argument is evaluated");
        return 7;
      };
      let x = 1;
      go((a: number, b: number) => say(`bob has ${a} and ${b}`), x, argument());
      x = 2;
      say("main goes on");
      await yieldNow();
      say(`x is ${x}`);
    });

    expect(lines).toEqual([
      "the argument is evaluated",
      "main goes on",
      "bob has 1 and 7",
      "x is 2",
    ]);
  });

  test("takes the function as it is when it is called (GO-72)", async () => {
    const { lines } = await tell(async (say) => {
      let body = () => say("the first");
      go(body);
      body = () => say("the second");
      await yieldNow();
    });

    expect(lines).toEqual(["the first"]);
  });

  test("gives each turn of a loop its own variable (GO-46)", async () => {
    const { lines } = await tell(async (say) => {
      for (let turn = 0; turn < 3; turn++) go(() => say(String(turn)));
      await yieldNow();
    });

    expect(lines).toEqual(["0", "1", "2"]);
  });

  test("starts a method bound to its object", async () => {
    class Counter {
      value = 0;
      add = (more: number): void => void (this.value += more);
    }

    const { outcome } = await tell(async () => {
      const counter = new Counter();
      go("add", counter.add, 2);
      await yieldNow();
      return counter.value;
    });

    expect(outcome.value).toBe(2);
  });

  test("gives nothing back, whatever its function returns (GO-82)", async () => {
    const { outcome } = await tell(
      async () => go(async () => "lost") === undefined,
    );

    expect(outcome.value).toBe(true);
  });

  test("names a goroutine as it is told, or after its function", async () => {
    async function serve(): Promise<void> {}

    const { events } = await tell(async () => {
      go("kitchen", serve);
      go(serve);
      go(() => undefined);
      await yieldNow();
    });

    const started = events.filter(({ kind }) => kind === "go");
    expect(started).toMatchObject([
      { goroutine: 0, started: 1, name: "" },
      { goroutine: 1, started: 2, name: "kitchen" },
      { goroutine: 1, started: 3, name: "serve" },
      { goroutine: 1, started: 4, name: "" },
    ]);
  });

  test("starts ten thousand, and each has its turn", async () => {
    let begun = 0;

    const outcome = await run(
      async () => {
        for (let count = 0; count < 10_000; count++) {
          go(async () => {
            begun++;
            await sleep(1);
          });
        }
        await sleep(2);
      },
      { clock: "virtual" },
    );

    expect(begun).toBe(10_000);
    expect(outcome.goroutines).toEqual([]);
  });
});

describe("whose turn it is", () => {
  async function twice(name: string, say: Say): Promise<void> {
    say(`${name}1`);
    await yieldNow();
    say(`${name}2`);
  }

  test("goes round in the order in which they came", async () => {
    const { lines } = await tell(async (say) => {
      go(twice, "a", say);
      go(twice, "b", say);
      go(twice, "c", say);
      await sleep(1);
    });

    expect(lines).toEqual(["a1", "b1", "c1", "a2", "b2", "c2"]);
  });

  test("comes to one that is woken after those who could go on before", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => {
        await sleep(5);
        say("sleeper");
      });
      go(async () => {
        await sleep(5);
        go(say, "new");
        say("starter");
      });
      await sleep(9);
    });

    expect(lines).toEqual(["sleeper", "starter", "new"]);
  });

  test("does not change where nobody waits, even at an await", async () => {
    const helper = async () => undefined;

    const { lines } = await tell(async (say) => {
      go(say, "bob");
      await helper();
      await Promise.resolve();
      await Promise.all([helper(), helper()]);
      say("main");
      await yieldNow();
    });

    expect(lines).toEqual(["main", "bob"]);
  });

  test("changes only when the code that called has come to its await", async () => {
    const { lines } = await tell(async (say) => {
      go(say, "bob");
      const nap = sleep(1);
      say("main, between the call and the await");
      await nap;
    });

    expect(lines).toEqual(["main, between the call and the await", "bob"]);
  });

  test("changes at an await in a finally block", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => {
        try {
          throw new Error("no");
        } catch {
          say("bob catches");
        } finally {
          await sleep(1);
          say("bob cleans up");
        }
      });
      await yieldNow();
      say("main");
      await sleep(2);
    });

    expect(lines).toEqual(["bob catches", "main", "bob cleans up"]);
  });

  test("is the same on every run by default, whatever the seed", async () => {
    const story = async (say: Say) => {
      go(twice, "a", say);
      go(twice, "b", say);
      await sleep(1);
    };

    const one = await tell(story, { seed: 1 });
    const two = await tell(story, { seed: 2 });

    expect(one.lines).toEqual(two.lines);
  });
});

describe("the order random", () => {
  const story = async (say: Say) => {
    for (const name of "abcdefgh") go(say, name);
    await sleep(1);
  };
  const orderOf = async (seed: number) => {
    const { lines } = await tell(story, { seed, order: "random" });
    return lines.join("");
  };

  test("is the same for the same seed", async () => {
    expect(await orderOf(7)).toBe(await orderOf(7));
  });

  test("is another one for other seeds", async () => {
    const orders = await Promise.all([1, 2, 3, 4, 5].map(orderOf));

    expect(new Set(orders).size).toBeGreaterThan(3);
  });

  test("loses nobody", async () => {
    const order = await orderOf(3);

    expect([...order].sort().join("")).toBe("abcdefgh");
  });

  test("is told its seed when nobody gave one, and repeats with it", async () => {
    const lines: string[] = [];
    const first = await run(() => story((line) => lines.push(line)), {
      order: "random",
    });

    expect(await orderOf(first.seed)).toBe(lines.join(""));
  });

  test.each([-1, 1.5, 2 ** 32, NaN])("refuses the seed %s", (seed) => {
    expect(() => run(() => undefined, { seed })).toThrow(
      `expected a seed from 0 to 4294967295, got ${seed}`,
    );
  });
});

describe("the demo", () => {
  async function read(say: Say, name: string, everyMs: number) {
    for (const line of ["hello", "is anybody there?"]) {
      await sleep(everyMs);
      say(`${name} reads "${line}"`);
    }
    say(`${name} has read it all`);
  }

  async function tick(say: Say, everyMs: number) {
    for (let count = 1; ; count++) {
      await sleep(everyMs);
      say(`tick ${count}`);
    }
  }

  const room = async (say: Say) => {
    say("main opens the room");
    go("bob", read, say, "bob", 60_000);
    go("carol", read, say, "carol", 200);
    go("ticker", tick, say, 300);
    await sleep(800);
    say("main closes the room");
  };

  test("has this trace", async () => {
    const { events } = await tell(room);

    expect(events.map(short)).toMatchInlineSnapshot(`
      [
        "0 ms g0 go 1",
        "0 ms g1 run",
        "0 ms g1 go 2 bob",
        "0 ms g1 go 3 carol",
        "0 ms g1 go 4 ticker",
        "0 ms g1 sleep 800",
        "0 ms g1 park sleep",
        "0 ms g2 run",
        "0 ms g2 sleep 60000",
        "0 ms g2 park sleep",
        "0 ms g3 run",
        "0 ms g3 sleep 200",
        "0 ms g3 park sleep",
        "0 ms g4 run",
        "0 ms g4 sleep 300",
        "0 ms g4 park sleep",
        "200 ms g0 ready 3",
        "200 ms g3 run",
        "200 ms g3 sleep 400",
        "200 ms g3 park sleep",
        "300 ms g0 ready 4",
        "300 ms g4 run",
        "300 ms g4 sleep 600",
        "300 ms g4 park sleep",
        "400 ms g0 ready 3",
        "400 ms g3 run",
        "400 ms g3 end",
        "600 ms g0 ready 4",
        "600 ms g4 run",
        "600 ms g4 sleep 900",
        "600 ms g4 park sleep",
        "800 ms g0 ready 1",
        "800 ms g1 run",
        "800 ms g1 end",
      ]
    `);
  });

  test("leaves bob and the ticker where they are", async () => {
    const { outcome } = await tell(room);

    expect(outcome).toMatchObject({
      kind: "returned",
      status: 0,
      report: "",
      goroutines: [
        { id: 2, name: "bob", waits: [{ reason: "sleep" }] },
        { id: 4, name: "ticker", waits: [{ reason: "sleep" }] },
      ],
    });
  });

  test("prints this story, on a real clock and on a virtual one", async () => {
    const { lines } = await tell(room);
    const printed = await Promise.all([
      transcript("npm run lesson 6", folder),
      transcript("npm run lesson 6", folder, { CLOCK: "virtual" }),
    ]);

    const story = `${lines.join("\n")}\n`;
    expect(printed).toEqual([story, story]);
  });
});

function short({ time, goroutine, kind, ...more }: Event): string {
  const rest = Object.entries(more)
    .filter(([name, value]) => name !== "line" && value !== "")
    .map(([, value]) => String(value));
  return [`${time} ms`, `g${goroutine}`, kind, ...rest].join(" ");
}

type Event = Awaited<ReturnType<typeof tell>>["events"][number];
