import { describe, expect, test } from "vitest";
import {
  Channel,
  go,
  otherwise,
  Panic,
  run,
  RuntimeError,
  select,
  yieldNow,
} from "rendezvous";
import { result, waits } from "./08-buffers.programs.ts";

const virtual = { clock: "virtual" } as const;
const end = { value: undefined, done: true };

const makers: Record<string, () => Channel<number>> = {
  "an unbuffered channel": () => new Channel<number>(),
  "a buffered channel": () => new Channel<number>(2),
  "a drained channel": () => {
    const channel = new Channel<number>(2);
    channel.trySend(1);
    channel.trySend(2);
    channel.tryReceive();
    channel.tryReceive();
    return channel;
  },
};
const empty = Object.entries(makers).map(([kind, make]) => ({ kind, make }));

const full = {
  kind: "a full channel",
  make: () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    return channel;
  },
};

function closed(make: () => Channel<number>): Channel<number> {
  const channel = make();
  channel.close();
  return channel;
}

async function caught(act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    return error;
  }
}

function rows<T extends object>(
  channels: readonly { kind: string; make: () => Channel<number> }[],
  forms: readonly T[],
) {
  return channels.flatMap((channel) =>
    forms.map((form) => ({ ...channel, ...form })),
  );
}

describe("on a closed channel with nothing left in it", () => {
  const receives = [
    {
      form: "receive",
      give: undefined,
      act: (c: Channel<number>) => c.receive(),
    },
    { form: "next", give: end, act: (c: Channel<number>) => c.next() },
    {
      form: "tryReceive",
      give: undefined,
      act: (c: Channel<number>) => c.tryReceive(),
    },
    {
      form: "select",
      give: { case: "c", ...end },
      act: (c: Channel<number>) => select({ c }),
    },
    {
      form: "select before a default case",
      give: { case: "c", ...end },
      act: (c: Channel<number>) => select({ c, otherwise }),
    },
    {
      form: "select after a default case",
      give: { case: "c", ...end },
      act: (c: Channel<number>) => select({ otherwise, c }),
    },
    {
      form: "select of a list",
      give: { case: 0, ...end },
      act: (c: Channel<number>) => select([c]),
    },
    {
      form: "prepared select",
      give: { case: "c", ...end },
      act: (c: Channel<number>) => select.prepare({ c })(),
    },
  ];

  test.each(rows(empty, receives))(
    "$kind: $form gives the end, as often as it is asked",
    async ({ make, give, act }) => {
      const channel = closed(make);

      const given = await result(async () => [
        await act(channel),
        await act(channel),
        await act(channel),
      ]);

      expect(given).toEqual([give, give, give]);
    },
  );

  test.each(empty)("$kind: range runs zero times", async ({ make }) => {
    const channel = closed(make);
    let count = 0;

    await result(async () => {
      for await (const value of channel) count += value;
    });

    expect(count).toBe(0);
  });
});

describe("a send on a closed channel", () => {
  const sends = [
    { form: "send", act: (c: Channel<number>) => c.send(2) },
    { form: "trySend", act: (c: Channel<number>) => c.trySend(2) },
    { form: "select", act: (c: Channel<number>) => select([c.sending(2)]) },
    {
      form: "select before a default case",
      act: (c: Channel<number>) => select({ c: c.sending(2), otherwise }),
    },
    {
      form: "select after a default case",
      act: (c: Channel<number>) => select({ otherwise, c: c.sending(2) }),
    },
    {
      form: "prepared select",
      act: (c: Channel<number>) => select.prepare({ c: c.sending(2) })(),
    },
  ];

  test.each(rows([...empty, full], sends))(
    "$kind: $form panics in the goroutine that sends",
    async ({ make, act }) => {
      const channel = closed(make);

      const error = await result(() => caught(() => act(channel)));

      expect(error).toBeInstanceOf(RuntimeError);
      expect(error).toMatchObject({
        code: "SEND_ON_CLOSED",
        message: "send on closed channel",
      });
    },
  );

  test("ends the program with status 2 if nobody catches the panic", async () => {
    const outcome = await run(async () => {
      const channel = closed(() => new Channel<number>(1));
      await channel.send(1);
    }, virtual);

    expect(outcome).toMatchObject({ kind: "panic", status: 2 });
    expect(outcome.report).toMatch(
      /^panic: send on closed channel\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  test("adds nothing to what was in the buffer", () => {
    const channel = closed(full.make);

    expect(() => channel.trySend(2)).toThrow();

    expect(channel.values()).toEqual([1]);
  });
});

describe("a second close", () => {
  test.each([...empty, full])("of $kind panics", ({ make }) => {
    const channel = closed(make);

    expect(() => channel.close()).toThrow(/^close of closed channel$/);
    expect(() => channel.close()).toThrow(
      expect.objectContaining({ code: "CLOSE_CLOSED" }),
    );
  });

  test("ends the program with status 2 if nobody catches the panic", async () => {
    const outcome = await run(() => {
      closed(() => new Channel<number>()).close();
    }, virtual);

    expect(outcome).toMatchObject({ kind: "panic", status: 2 });
    expect(outcome.report).toMatch(/^panic: close of closed channel\n/);
  });
});

test("a close of a nil channel panics", () => {
  const channel = Channel.nil<number>();

  expect(() => channel.close()).toThrow(/^close of nil channel$/);
  expect(() => channel.close()).toThrow(
    expect.objectContaining({ code: "CLOSE_NIL" }),
  );
});

describe("a panic of a channel", () => {
  test.each([
    {
      text: "send on closed channel",
      act: (c: Channel<number>) => c.send(1),
    },
    {
      text: "close of closed channel",
      act: async (c: Channel<number>) => c.close(),
    },
  ])("can be caught, and says “$text” and no more", async ({ text, act }) => {
    const channel = closed(() => new Channel<number>());

    const error = await result(() => caught(() => act(channel)));

    expect(error).toBeInstanceOf(Panic);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toBe(text);
  });
});

describe("what was sent before the close", () => {
  test("is received after it, and said to have been sent", async () => {
    const received = await result(async () => {
      const channel = new Channel<string>(3);
      await channel.send("a");
      await channel.send("b");
      channel.close();
      return [
        await channel.next(),
        await channel.next(),
        await channel.next(),
        await channel.next(),
      ];
    });

    expect(received).toEqual([
      { value: "a", done: false },
      { value: "b", done: false },
      end,
      end,
    ]);
  });

  test.each([
    { value: undefined },
    { value: null },
    { value: 0 },
    { value: "" },
    { value: false },
    { value: NaN },
  ])("counts as sent, were it only $value", async ({ value }) => {
    const received = await result(async () => {
      const channel = new Channel<unknown>(1);
      await channel.send(value);
      channel.close();
      return [await channel.next(), await channel.next()];
    });

    expect(received).toEqual([{ value, done: false }, end]);
  });

  test("is seen by a select, and then the end is", async () => {
    const chosen = await result(async () => {
      const channel = new Channel<number>(1);
      await channel.send(7);
      channel.close();
      return [await select({ channel }), await select({ channel })];
    });

    expect(chosen).toEqual([
      { case: "channel", value: 7, done: false },
      { case: "channel", ...end },
    ]);
  });

  test("stays in a full buffer, which may be closed", () => {
    const channel = new Channel<number>(3);
    [1, 2, 3].forEach((n) => channel.trySend(n));

    channel.close();

    expect(channel.values()).toEqual([1, 2, 3]);
    expect([channel.length, channel.capacity]).toEqual([3, 3]);
  });
});

describe("a close wakes everybody who waits to receive", () => {
  test("in whatever form, in the order in which they came", async () => {
    const told = await result(async () => {
      const channel = new Channel<number>();
      const never = new Channel<number>();
      const told: unknown[] = [];
      go(async () => told.push(["receive", await channel.receive()]));
      go(async () => told.push(["next", await channel.next()]));
      go(async () => {
        for await (const value of channel) told.push(value);
        told.push("range");
      });
      go(async () => told.push(await select({ never, channel })));
      await yieldNow();
      channel.close();
      await yieldNow();
      return told;
    });

    expect(told).toEqual([
      ["receive", undefined],
      ["next", end],
      "range",
      { case: "channel", ...end },
    ]);
  });

  test("a thousand of them with one call, and nobody is left in the line", async () => {
    const channel = new Channel<void>();
    let woken = 0;

    await result(async () => {
      for (let n = 0; n < 1_000; n++) {
        go(async () => {
          await channel.receive();
          woken++;
        });
      }
      await yieldNow();
      channel.close();
      await yieldNow();
    });

    expect(woken).toBe(1_000);
    expect(channel.receivers.first).toBeUndefined();
  });

  test("and none of them runs before the goroutine that closed waits", async () => {
    const order: string[] = [];

    await result(async () => {
      const channel = new Channel<void>();
      go(async () => {
        await channel.receive();
        order.push("the receiver goes on");
      });
      await yieldNow();
      channel.close();
      order.push("the closer goes on");
      await yieldNow();
    });

    expect(order).toEqual(["the closer goes on", "the receiver goes on"]);
  });

  test("a select that was woken has left all its other lines", async () => {
    const channel = new Channel<number>();
    const other = new Channel<number>();

    await result(async () => {
      go(() => select([channel, other, channel, other.sending(1)]));
      await yieldNow();
      channel.close();
    });

    expect(channel.receivers.first).toBeUndefined();
    expect(other.receivers.first).toBeUndefined();
    expect(other.senders.first).toBeUndefined();
  });
});

describe("a close with somebody waiting to send", () => {
  const sends = [
    { form: "send", act: (c: Channel<number>) => c.send(9) },
    { form: "select", act: (c: Channel<number>) => select([c.sending(9)]) },
    {
      form: "select of several",
      act: (c: Channel<number>) =>
        select({ nothing: new Channel<number>(), c: c.sending(9) }),
    },
  ];

  test.each(sends)(
    "succeeds, and the $form panics in its own goroutine",
    async ({ act }) => {
      const told = await result(async () => {
        const channel = new Channel<number>();
        const told: string[] = [];
        go(async () => {
          try {
            await act(channel);
            told.push("sent");
          } catch (error) {
            told.push((error as Error).message);
          }
        });
        await yieldNow();
        channel.close();
        told.push("closed");
        await yieldNow();
        return told;
      });

      expect(told).toEqual(["closed", "send on closed channel"]);
    },
  );

  test("keeps what is in the buffer and drops what the senders bring", async () => {
    const received = await result(async () => {
      const channel = new Channel<number>(2);
      for (const n of [1, 2, 3, 4]) {
        go(() => channel.send(n).catch(() => undefined));
      }
      await yieldNow();
      const waiting = waits();
      channel.close();
      await yieldNow();
      const values: number[] = [];
      for await (const value of channel) values.push(value);
      return { waiting, values, left: waits() };
    });

    expect(received).toEqual({
      waiting: ["chan send", "chan send"],
      values: [1, 2],
      left: [],
    });
  });

  test("ends the program in the name of the sender if nobody catches", async () => {
    const outcome = await run(async () => {
      const channel = new Channel<number>();
      go("dave", async () => {
        await channel.send(1);
      });
      await yieldNow();
      channel.close();
      await yieldNow();
    }, virtual);

    expect(outcome).toMatchObject({ kind: "panic", status: 2 });
    expect(outcome.report).toMatch(
      /^panic: send on closed channel\n\ngoroutine 2 \[running\]:\nmain\.dave\(/,
    );
  });
});

describe("closing", () => {
  test("is optional: a program may end and leave its channels open", async () => {
    const outcome = await run(
      async () => {
        const channel = new Channel<number>(1);
        await channel.send(1);
        return channel.receive();
      },
      { ...virtual, strict: true },
    );

    expect(outcome).toMatchObject({ kind: "returned", status: 0, value: 1 });
  });

  test("is final: a drained channel takes nothing any more", () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    channel.close();
    channel.tryReceive();

    expect(() => channel.trySend(2)).toThrow("send on closed channel");
    expect(() => channel.close()).toThrow("close of closed channel");
  });

  test("cannot be asked about while values are left", () => {
    const [open, closed] = [new Channel<number>(1), new Channel<number>(1)];
    open.trySend(1);
    closed.trySend(1);
    closed.close();

    const answers = [open, closed].map((channel) => [
      channel.length,
      channel.capacity,
      channel.canReceive(),
      channel.isDrained(),
    ]);

    expect(answers[1]).toEqual(answers[0]);
  });

  test("may be done from outside every goroutine", async () => {
    const channel = new Channel<number>();

    const ending = result(() => channel.next());
    await Promise.resolve().then(() => channel.close());

    expect(await ending).toEqual(end);
  });
});
