import { describe, expect, test } from "vitest";
import {
  go,
  Once,
  panic,
  run,
  sleep,
  WaitGroup,
  yieldNow,
} from "../../lessons/index.ts";
import { quiet, stuck, valueOf } from "./11-sync.programs.ts";

describe("once", () => {
  test("does it for the first caller and for nobody else", async () => {
    const done = await valueOf(async () => {
      const done: string[] = [];
      const once = new Once();
      await once.do(() => done.push("first"));
      await once.do(() => done.push("second"));
      await once.do(() => done.push("third"));
      return done;
    });

    expect(done).toEqual(["first"]);
  });

  test("keeps everybody until the first one has ended", async () => {
    const story = await valueOf(async () => {
      const story: string[] = [];
      const once = new Once();
      const all = new WaitGroup();
      const open = async () => {
        await sleep(1_000);
        story.push("open");
      };
      for (const name of ["alice", "bob", "carol"]) {
        all.go(async () => {
          await once.do(open);
          story.push(name);
        });
      }
      await all.wait();
      return story;
    });

    expect(story).toEqual(["open", "alice", "bob", "carol"]);
  });

  test("counts a panic as done, and leaves it to the first caller", async () => {
    const story = await valueOf(async () => {
      const story: string[] = [];
      const once = new Once();
      const all = new WaitGroup();
      const open = async () => {
        await yieldNow();
        panic("locked out");
      };
      for (const name of ["alice", "bob"]) {
        all.go(async () => {
          await once.do(open).catch((error: Error) => {
            story.push(`${name}: ${error.message}`);
          });
          story.push(`${name} goes on`);
        });
      }
      await all.wait();
      return story;
    });

    expect(story).toEqual([
      "alice: locked out",
      "alice goes on",
      "bob goes on",
    ]);
  });

  test("counts a body that throws at once as done, too", async () => {
    const calls = await valueOf(async () => {
      let calls = 0;
      const once = new Once();
      const fail = () => {
        calls++;
        throw new Error("no");
      };
      await once.do(fail).catch(() => undefined);
      await once.do(fail);
      return calls;
    });

    expect(calls).toBe(1);
  });

  test("ends the program with an uncaught panic of its body", async () => {
    const { kind, report } = await run(
      () => new Once().do(() => panic("locked out")),
      quiet({}),
    );

    expect(kind).toBe("panic");
    expect(report).toMatch(/^panic: locked out\n/);
  });

  test("inside itself waits for itself, for ever", async () => {
    const waits = await stuck(async () => {
      const once = new Once();
      await once.do(() => once.do(() => undefined));
    });

    expect(waits).toEqual(["sync.Mutex.Lock"]);
  });

  test("lets two of them call each other if the circle is not closed", async () => {
    const order = await valueOf(async () => {
      const order: string[] = [];
      const [one, two] = [new Once(), new Once()];
      await one.do(async () => {
        await two.do(() => order.push("two"));
        order.push("one");
      });
      await two.do(() => order.push("never"));
      return order;
    });

    expect(order).toEqual(["two", "one"]);
  });

  test("outside any goroutine is refused, done or not", async () => {
    const once = new Once();
    const call = () => once.do(() => undefined);

    expect(call).toThrow("once outside any goroutine");
    await run(call, quiet({}));
    expect(call).toThrow("once outside any goroutine");
  });

  test("that is done lets timers ring, however often it is called", async () => {
    const { value } = await run(async () => {
      const once = new Once();
      let hasRung = false;
      setTimeout(() => (hasRung = true), 0);
      const nothing = () => undefined;
      const started = performance.now();
      while (!hasRung && performance.now() - started < 2_000) {
        await once.do(nothing);
      }
      return hasRung;
    });

    expect(value).toBe(true);
  });

  test("forgotten unawaited is named by its wait when its goroutine ends", async () => {
    const warnings: string[] = [];
    await run(
      async () => {
        const once = new Once();
        go("first", () => once.do(() => sleep(1_000)));
        go("bob", () => void once.do(() => undefined));
        await sleep(1);
      },
      quiet({ warn: (words) => void warnings.push(words) }),
    );

    expect(warnings.join("\n")).toMatch(
      /^goroutine 3 \(bob\) has ended, and nobody awaited its sync\.Mutex\.Lock on mutex#\d+ at test\/lessons\/11-sync\.once\.test\.ts:/,
    );
  });

  test("that is done waits for nobody", async () => {
    const order = await valueOf(async () => {
      const order: string[] = [];
      const once = new Once();
      await once.do(() => undefined);
      go(() => order.push("other"));
      await once.do(() => undefined);
      return [...order, "main"];
    });

    expect(order).toEqual(["main"]);
  });
});
