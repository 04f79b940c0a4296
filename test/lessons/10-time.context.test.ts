import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import {
  background,
  canceled,
  Channel,
  type Context,
  deadlineExceeded,
  external,
  fromSignal,
  go,
  now,
  otherwise,
  run,
  select,
  sleep,
  typeOf,
  withCancel,
  withDeadline,
  withTimeout,
  withValue,
} from "rendezvous";
import { ends, passes } from "./10-time.virtual.ts";

const hour = 3_600_000;

/** Whether a select would see that it is done, and why it is. */
async function stateOf(context: Context): Promise<string> {
  const event = await select({ done: context.done, nothing: otherwise });
  const isDone = event.case === "done";
  expect(isDone).toBe(context.err !== undefined);
  return context.err?.message ?? "not done";
}

const statesOf = (...contexts: Context[]) => Promise.all(contexts.map(stateOf));

describe("the background (GO-121)", () => {
  test("is never done, and has neither deadline nor values", async () => {
    const root = background();

    expect(root.done.isNil).toBe(true);
    expect(typeOf(root.done, "receive")).toBe("<-chan struct {}");
    expect([root.err, root.deadline, root.value("key")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("is one and the same everywhere", () => {
    expect(background()).toBe(background());
  });

  test("cannot be ended, not even by force", async () => {
    background().cancel(canceled);

    expect(await passes(() => stateOf(background()))).toBe("not done");
  });

  test("keeps nobody below it, whom it could never tell", () => {
    withCancel(background());
    withValue(background(), "key", "value");

    expect(background().children).toBe(0);
  });
});

describe("the reasons", () => {
  test("have Go's words and codes that stay", () => {
    expect(canceled.message).toBe("context canceled");
    expect(canceled.code).toBe("CANCELED");
    expect(deadlineExceeded.message).toBe("context deadline exceeded");
    expect(deadlineExceeded.code).toBe("DEADLINE_EXCEEDED");
  });

  test("are the same error every time, to be compared with", async () => {
    const errors = await passes(async () => {
      const [one, cancel] = withCancel(background());
      cancel();
      const [two] = withTimeout(background(), 10);
      await two.done.next();
      return [one.err === canceled, two.err === deadlineExceeded];
    });

    expect(errors).toEqual([true, true]);
  });
});

describe("cancel", () => {
  test("ends the context and all below it, before it returns", async () => {
    const seen = await passes(async () => {
      const [parent, cancel] = withCancel(background());
      const valued = withValue(parent, "key", "value");
      const [child] = withCancel(valued);
      const [timed] = withTimeout(child, hour);
      const before = await statesOf(parent, valued, child, timed);
      cancel();
      return [before, await statesOf(parent, valued, child, timed)];
    });

    expect(seen).toEqual([
      Array(4).fill("not done"),
      Array(4).fill("context canceled"),
    ]);
  });

  test("ends neither the parent nor a sibling (GO-122)", async () => {
    const states = await passes(async () => {
      const [parent] = withCancel(background());
      const [child, cancel] = withCancel(parent);
      const [sibling] = withCancel(parent);
      cancel();
      return statesOf(parent, child, sibling);
    });

    expect(states).toEqual(["not done", "context canceled", "not done"]);
  });

  test("counts once, however often and by whomever it is called", async () => {
    const state = await passes(async () => {
      const [parent, cancelParent] = withCancel(background());
      const [child, cancel] = withCancel(parent);
      cancel();
      cancel();
      cancelParent();
      cancelParent();
      cancel();
      return stateOf(child);
    });

    expect(state).toBe("context canceled");
  });

  test("after the deadline does not change the reason", async () => {
    const state = await passes(async () => {
      const [context, cancel] = withTimeout(background(), 10);
      await sleep(20);
      cancel();
      return stateOf(context);
    });

    expect(state).toBe("context deadline exceeded");
  });

  test("wakes all who wait, plain, in a select or in a loop", async () => {
    const woken = await passes(async () => {
      const [context, cancel] = withCancel(background());
      const woken: string[] = [];
      go(async () => {
        await context.done.receive();
        woken.push("plain");
      });
      go(async () => {
        await select({ done: context.done, word: new Channel<string>() });
        woken.push("select");
      });
      go(async () => {
        for await (const nothing of context.done) void nothing;
        woken.push("loop");
      });
      await sleep(1);
      cancel();
      await sleep(1);
      return woken;
    });

    expect(woken.sort()).toEqual(["loop", "plain", "select"]);
  });

  test("of a hundred contexts of one tree in any order ends them all", async () => {
    const states = await passes(
      async () => {
        const all = [withCancel(background())];
        for (let parent = 0; all.length < 100; parent++) {
          const [context] = all[parent] as (typeof all)[number];
          for (let left = 4; left > 0; left--) all.push(withCancel(context));
        }
        for (const [, cancel] of all) go(cancel);
        for (const [context] of all) await context.done.next();
        return statesOf(...all.map(([context]) => context));
      },
      { order: "random" },
    );

    expect(new Set(states)).toEqual(new Set(["context canceled"]));
  });

  test("of a child by somebody who waits for the parent is no knot", async () => {
    const state = await passes(async () => {
      const [parent, cancelParent] = withCancel(background());
      const [child, cancelChild] = withCancel(parent);
      go(async () => {
        await parent.done.next();
        cancelChild();
      });
      cancelParent();
      await child.done.next();
      return stateOf(child);
    });

    expect(state).toBe("context canceled");
  });

  test("of a value's context is nobody's to call", async () => {
    const states = await passes(() => {
      const [parent] = withCancel(background());
      const valued = withValue(parent, "key", "value");
      valued.cancel(canceled);
      return statesOf(parent, valued);
    });

    expect(states).toEqual(["not done", "not done"]);
  });
});

describe("a parent keeps", () => {
  const kinds: [string, (parent: Context) => [Context, () => void]][] = [
    ["withCancel", withCancel],
    ["withTimeout", (parent) => withTimeout(parent, hour)],
    ["withDeadline", (parent) => withDeadline(parent, hour)],
  ];

  test.each(kinds)("no child of %s that was cancelled", async (_name, make) => {
    const counts = await passes(() => {
      const [parent] = withCancel(background());
      const [, cancel] = make(parent);
      const before = parent.children;
      cancel();
      return [before, parent.children];
    });

    expect(counts).toEqual([1, 0]);
  });

  test("no child after its own end", async () => {
    const counts = await passes(() => {
      const [parent, cancel] = withCancel(background());
      withCancel(parent);
      withTimeout(withValue(parent, "key", "value"), hour);
      const before = parent.children;
      cancel();
      return [before, parent.children];
    });

    expect(counts).toEqual([2, 0]);
  });

  test("no child whose deadline has come", async () => {
    const count = await passes(async () => {
      const [parent] = withCancel(background());
      withTimeout(parent, 10);
      await sleep(20);
      return parent.children;
    });

    expect(count).toBe(0);
  });

  test("no child that only carries a value", async () => {
    const [parent] = withCancel(background());

    withValue(parent, "key", "value");

    expect(parent.children).toBe(0);
  });
});

describe("a deadline", () => {
  test("ends the context when it comes, with its own reason", async () => {
    const seen = await passes(async () => {
      const [context] = withDeadline(background(), 50);
      await context.done.next();
      return [now(), await stateOf(context), context.deadline];
    });

    expect(seen).toEqual([50, "context deadline exceeded", 50]);
  });

  test("of withTimeout counts from now", async () => {
    const seen = await passes(async () => {
      await sleep(100);
      const [context] = withTimeout(background(), 50);
      await context.done.next();
      return [now(), context.deadline];
    });

    expect(seen).toEqual([150, 150]);
  });

  test.each([0, -1, -Infinity])(
    "%d ms from now is over at once",
    async (ms) => {
      const state = await passes(() =>
        stateOf(withTimeout(background(), ms)[0]),
      );

      expect(state).toBe("context deadline exceeded");
    },
  );

  test("of Infinity never comes", async () => {
    const { kind } = await ends(async () => {
      const [context] = withTimeout(background(), Infinity);
      await context.done.next();
    });

    expect(kind).toBe("deadlock");
  });

  test("does not come once the context was cancelled", async () => {
    const seen = await passes(async () => {
      const [context, cancel] = withTimeout(background(), 10);
      cancel();
      const atOnce = await stateOf(context);
      await sleep(20);
      return [atOnce, await stateOf(context)];
    });

    expect(seen).toEqual(["context canceled", "context canceled"]);
  });

  test("of the parent is the child's, if the child's is later (GO-122)", async () => {
    const seen = await passes(async () => {
      const [parent] = withTimeout(background(), 10);
      const [child] = withTimeout(parent, hour);
      await child.done.next();
      return [now(), child.deadline, await stateOf(child)];
    });

    expect(seen).toEqual([10, 10, "context deadline exceeded"]);
  });

  test("of the child, if sooner, leaves the parent alone", async () => {
    const seen = await passes(async () => {
      const [parent] = withTimeout(background(), hour);
      const [child] = withTimeout(parent, 10);
      await child.done.next();
      return [parent.deadline, child.deadline, await stateOf(parent)];
    });

    expect(seen).toEqual([hour, 10, "not done"]);
  });

  test("is inherited by children that set none", async () => {
    const deadlines = await passes(() => {
      const [timed] = withTimeout(background(), 10);
      const [child] = withCancel(withValue(timed, "key", "value"));
      return [child.deadline, withCancel(background())[0].deadline];
    });

    expect(deadlines).toEqual([10, undefined]);
  });

  test("can still be cancelled where it is only the parent's", async () => {
    const seen = await passes(async () => {
      const [parent] = withTimeout(background(), 10);
      const [child, cancel] = withTimeout(parent, hour);
      cancel();
      return statesOf(parent, child);
    });

    expect(seen).toEqual(["not done", "context canceled"]);
  });

  test("refuses what is not a number", async () => {
    const { error } = await ends(() => withTimeout(background(), NaN));

    expect(error).toEqual(
      new RangeError("expected a number of milliseconds, got NaN"),
    );
  });

  test("is given up by a context that ended before: no hour passes", async () => {
    const times: number[] = [];

    const { kind } = await ends(
      async () => {
        const [parent, cancel] = withCancel(background());
        const [timed] = withTimeout(parent, hour);
        withTimeout(background(), 2 * hour);
        cancel();
        await timed.done.next();
        await new Channel<void>().receive();
      },
      { observer: ({ time }) => times.push(time) },
    );

    expect(kind).toBe("deadlock");
    expect(times).not.toContain(hour);
  });
});

describe("a child of a cancelled parent (GO-122)", () => {
  test("is done from the start, of whichever kind it is", async () => {
    const states = await passes(() => {
      const [parent, cancel] = withCancel(background());
      cancel();
      return statesOf(
        withCancel(parent)[0],
        withTimeout(parent, hour)[0],
        withDeadline(parent, hour)[0],
        withValue(parent, "key", "value"),
        fromSignal(parent, new AbortController().signal),
      );
    });

    expect(states).toEqual(Array(5).fill("context canceled"));
  });

  test("takes the parent's reason", async () => {
    const state = await passes(async () => {
      const [parent] = withTimeout(background(), 10);
      await sleep(20);
      return stateOf(withCancel(parent)[0]);
    });

    expect(state).toBe("context deadline exceeded");
  });
});

describe("a value", () => {
  test("is found here or above, and the nearest is the one", async () => {
    const [key, other] = [Symbol("key"), Symbol("key")];
    const above = withValue(background(), key, "above");
    const [child] = withCancel(above);
    const below = withValue(child, key, "below");

    const found = [below, child, above, background()].map((each) =>
      each.value(key),
    );

    expect(found).toEqual(["below", "above", "above", undefined]);
    expect(below.value(other)).toBeUndefined();
  });

  test("of undefined hides the one above", () => {
    const above = withValue(background(), "key", "above");

    expect(withValue(above, "key", undefined).value("key")).toBeUndefined();
  });

  test("outlives the end of its context", async () => {
    const [parent, cancel] = withCancel(background());
    const valued = withValue(parent, "key", "value");

    cancel();

    expect(valued.value("key")).toBe("value");
  });

  test.each([undefined, null])("under the key %s is refused", (key) => {
    expect(() => withValue(background(), key, "value")).toThrow("nil key");
  });

  test("ends with its parent, and shares its channel", () => {
    const [parent] = withCancel(background());

    expect(withValue(parent, "key", "value").done).toBe(parent.done);
    expect(withValue(background(), "key", "value").done.isNil).toBe(true);
  });
});

describe("without a parent", () => {
  const none = undefined as unknown as Context;
  const makers: [string, () => unknown][] = [
    ["withCancel", () => withCancel(none)],
    ["withDeadline", () => withDeadline(none, 1)],
    ["withTimeout", () => withTimeout(none, 1)],
    ["withValue", () => withValue(none, "key", "value")],
    ["fromSignal", () => fromSignal(none, new AbortController().signal)],
  ];

  test.each(makers)("%s panics in Go's words", async (_name, make) => {
    const { kind, report } = await ends(make);

    expect(kind).toBe("panic");
    expect(report).toMatch(/^panic: cannot create context from nil parent\n/);
  });
});

describe("thirty layers at random", () => {
  const build = (seed: number, timeoutMs: number) => {
    let state = seed;
    const below = (bound: number) =>
      (state = (state * 48_271) % 0x7fff_ffff) % bound;
    const cancels: (() => void)[] = [];
    const keys: symbol[] = [];
    let context = background();
    const layers = [
      () => {
        const key = Symbol("layer");
        keys.push(key);
        context = withValue(context, key, key);
      },
      () => keep(withCancel(context)),
      () => keep(withTimeout(context, timeoutMs)),
    ];
    const keep = ([next, cancel]: [Context, () => void]) => {
      context = next;
      cancels.push(cancel);
    };
    for (let left = 30; left > 0; left--) layers[below(3)]?.();
    const cancelOne = cancels[below(cancels.length)] as () => void;
    const holds = () => keys.every((key) => context.value(key) === key);
    return { context, cancelOne, holds };
  };
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

  test.each(seeds)(
    "are ended by any cancel among them, seed %d",
    async (seed) => {
      const seen = await passes(async () => {
        const { context, cancelOne, holds } = build(seed, hour);
        const before = [await stateOf(context), holds()];
        cancelOne();
        return [...before, await stateOf(context), holds()];
      });

      expect(seen).toEqual(["not done", true, "context canceled", true]);
    },
  );

  test.each(seeds)("are ended by the first deadline, seed %d", async (seed) => {
    const seen = await passes(async () => {
      const { context, holds } = build(seed, 10);
      await context.done.next();
      return [now(), await stateOf(context), holds()];
    });

    expect(seen).toEqual([10, "context deadline exceeded", true]);
  });
});

describe("the signal of a context", () => {
  test("is aborted with the context's reason when it is cancelled", () => {
    const [context, cancel] = withCancel(background());
    const { signal } = context;
    const before = signal.aborted;

    cancel();

    expect([before, signal.aborted]).toEqual([false, true]);
    expect(signal.reason).toBe(canceled);
  });

  test("is aborted already if it is asked for after the end", () => {
    const [context, cancel] = withCancel(background());

    cancel();

    expect(context.signal.aborted).toBe(true);
    expect(context.signal.reason).toBe(canceled);
  });

  test("is aborted by an end further up, or by the deadline", async () => {
    const reasons = await passes(async () => {
      const [parent] = withTimeout(background(), 10);
      const { signal } = withValue(withCancel(parent)[0], "key", "value");
      await sleep(20);
      return signal.reason as Error;
    });

    expect(reasons).toBe(deadlineExceeded);
  });

  test("is one and the same each time", () => {
    const [context] = withCancel(background());

    expect(context.signal).toBe(context.signal);
    expect(withValue(context, "key", "value").signal).toBe(context.signal);
  });

  test("of the background is never aborted", () => {
    expect(background().signal.aborted).toBe(false);
  });

  test("ends a wait of the platform that takes it", async () => {
    const { value } = await run(async () => {
      const [context] = withTimeout(background(), 10);
      const never = new Promise((_resolve, reject) => {
        context.signal.addEventListener("abort", () =>
          reject(context.signal.reason as Error),
        );
      });
      return external(never).catch((error: unknown) => error);
    });

    expect(value).toBe(deadlineExceeded);
  });
});

describe("a context of a signal", () => {
  test("is done when the signal is aborted, from outside any goroutine", async () => {
    const { value } = await run(async () => {
      const button = new AbortController();
      const context = fromSignal(background(), button.signal);
      const source = external("button");
      setTimeout(() => button.abort(), 5);
      await context.done.next();
      source.done();
      return stateOf(context);
    });

    expect(value).toBe("context canceled");
  });

  test("is done from the start if it was aborted before", async () => {
    const state = await passes(() =>
      stateOf(fromSignal(background(), AbortSignal.abort())),
    );

    expect(state).toBe("context canceled");
  });

  test("ends with its parent, and does not abort the signal", async () => {
    const button = new AbortController();
    const [parent, cancel] = withCancel(background());
    const context = fromSignal(parent, button.signal);

    cancel();

    expect([context.err, button.signal.aborted]).toEqual([canceled, false]);
  });

  test("stops listening when it has ended", () => {
    const { signal } = new AbortController();
    const [parent, cancel] = withCancel(background());
    fromSignal(parent, signal);
    const before = getEventListeners(signal, "abort").length;

    cancel();

    expect([before, getEventListeners(signal, "abort").length]).toEqual([1, 0]);
  });

  test("passes it on to whoever asks for its own signal", () => {
    const button = new AbortController();
    const { signal } = fromSignal(background(), button.signal);

    button.abort();

    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBe(canceled);
  });
});
