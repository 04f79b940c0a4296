import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  Channel,
  go,
  type ReceiveChannel,
  RuntimeError,
  type SendChannel,
  sleep,
  typeOf,
  yieldNow,
} from "../../lessons/index.ts";
import { outcomeOf, reasonOf, valueOf } from "./07-channels.programs.ts";

describe("a nil channel", () => {
  test("prints as Go prints it, wherever it is printed", () => {
    const channel = Channel.nil<number>("int");

    expect(String(channel)).toBe("<nil>");
    expect(inspect(channel)).toBe("<nil>");
    expect(inspect([channel])).toBe("[ <nil> ]");
    expect(channel.label).toBe("chan nil");
  });

  test("has the type of a made one", () => {
    expect(typeOf(Channel.nil("int"))).toBe(typeOf(new Channel(0, "int")));
  });

  test("equals every other nil channel of its type, and no made one", () => {
    const nil = Channel.nil<number>("int");

    expect(Channel.nil<number>("int")).toBe(nil);
    expect(new Channel<number>(0, "int")).not.toBe(nil);
  });

  test("says that it is nil, and a made one that it is not", () => {
    expect(Channel.nil().isNil).toBe(true);
    expect(new Channel().isNil).toBe(false);
  });

  test("has neither length nor capacity", () => {
    const { length, capacity } = Channel.nil();

    expect([length, capacity]).toEqual([0, 0]);
  });

  test.each([
    ["send", "chan send (nil chan)", (c: Channel<number>) => c.send(1)],
    ["receive", "chan receive (nil chan)", (c: Channel<number>) => c.receive()],
    ["next", "chan receive (nil chan)", (c: Channel<number>) => c.next()],
  ])("keeps a %s waiting for ever", async (_name, reason, operation) => {
    expect(await reasonOf(() => operation(Channel.nil<number>()))).toBe(reason);
  });

  test("keeps a sender and a receiver apart", async () => {
    const met = await valueOf(async () => {
      const gone: string[] = [];
      go(async () => {
        await Channel.nil<number>().send(1);
        gone.push("sender");
      });
      go(async () => {
        await Channel.nil<number>().receive();
        gone.push("receiver");
      });
      await sleep(3_600_000);
      return gone;
    });

    expect(met).toEqual([]);
  });

  test("takes and gives nothing to who does not wait", () => {
    const channel = Channel.nil<number>();

    expect(channel.trySend(1)).toBe(false);
    expect(channel.tryReceive()).toBeUndefined();
  });
});

describe("a made channel", () => {
  test("prints as an address, in text and in the console", () => {
    const channel = new Channel<number>();

    expect(String(channel)).toMatch(/^0xc[0-9a-f]{9}$/);
    expect(inspect({ channel })).toBe(`{ channel: ${String(channel)} }`);
  });

  test("prints as another address than the one made before", () => {
    expect(String(new Channel())).not.toBe(String(new Channel()));
  });

  test("is numbered in the order of making, and nil does not count", () => {
    const first = new Channel<number>();
    Channel.nil<number>("never asked for before");
    const second = new Channel<number>();

    expect(first.label).toBe(`chan#${first.id}`);
    expect(second.id).toBe(first.id + 1);
  });

  test("is numbered even where the one before it could not be made", () => {
    const first = new Channel<number>();
    expect(() => new Channel<number>(-1)).toThrow();
    const second = new Channel<number>();

    expect(second.id).toBe(first.id + 1);
  });

  test("equals itself under another name, and no other one", () => {
    const made = new Channel<number>();
    const same = made;
    const into: SendChannel<number> = made;
    const outOf: ReceiveChannel<number> = made;

    expect(same === made && into === made && outOf === made).toBe(true);
    expect(new Channel<number>() === made).toBe(false);
  });

  test.each([
    ["both", "chan int"],
    ["send", "chan<- int"],
    ["receive", "<-chan int"],
  ] as const)("of int, seen from %s, has the type %s", (direction, type) => {
    expect(typeOf(new Channel<number>(0, "int"), direction)).toBe(type);
  });

  test("whose element type nobody named does not invent one", () => {
    expect(typeOf(new Channel<number>())).toBe("chan");
  });

  test("of channels names both types, and the arrow is the outer one's", () => {
    const carriers = new Channel<Channel<number>>(0, "chan int");

    expect(typeOf(carriers, "send")).toBe("chan<- chan int");
  });

  test.each([-1, 0.5, NaN, Infinity, -Infinity, 2 ** 32])(
    "cannot have room for %d values",
    (capacity) => {
      const make = () => new Channel<number>(capacity);

      expect(make).toThrow(RuntimeError);
      expect(make).toThrow("makechan: size out of range");
      expect(make).toThrow(expect.objectContaining({ code: "SIZE" }));
    },
  );

  test("with a bad capacity ends a program as Go's does", async () => {
    const size = -1;
    const { status, report } = await outcomeOf(() => new Channel(size));

    expect(status).toBe(2);
    expect(report).toMatch(
      /^panic: makechan: size out of range\n\ngoroutine 1/,
    );
  });
});

describe("a value on its way", () => {
  test.each([undefined, null, 0, "", false, NaN])(
    "may be %s, and is told from nothing by next",
    async (value) => {
      const received = await valueOf(() => {
        const values = new Channel<unknown>();
        go(() => values.send(value));
        return values.next();
      });

      expect(received).toEqual({ value, done: false });
    },
  );

  test("may be nothing at all, on a channel of signals", async () => {
    const received = await valueOf(() => {
      const signals = new Channel<void>();
      go(() => signals.send());
      return signals.next();
    });

    expect(received).toEqual({ value: undefined, done: false });
  });

  test("is the very object that was sent, and is shared", async () => {
    const [isSame, text] = await valueOf(async () => {
      const letters = new Channel<{ text: string }>();
      const letter = { text: "as sent" };
      go(async () => {
        await letters.send(letter);
        letter.text = "changed afterwards";
      });
      const received = await letters.receive();
      await yieldNow();
      return [received === letter, received?.text];
    });

    expect(isSame).toBe(true);
    expect(text).toBe("changed afterwards");
  });

  test("stays as it was when its sender copies it first", async () => {
    const text = await valueOf(async () => {
      const letters = new Channel<{ text: string }>();
      const letter = { text: "as sent" };
      go(async () => {
        await letters.send(structuredClone(letter));
        letter.text = "changed afterwards";
      });
      const received = await letters.receive();
      await yieldNow();
      return received?.text;
    });

    expect(text).toBe("as sent");
  });

  test("and its channel are what they were when the send began", async () => {
    const [received, other] = await valueOf(async () => {
      let lines = new Channel<string>();
      let line = "first";
      const first = lines;
      go(() => lines.send(line));
      await yieldNow();
      lines = new Channel<string>();
      line = "second";
      return [await first.receive(), lines.tryReceive()];
    });

    expect([received, other]).toEqual(["first", undefined]);
  });

  test("may be a channel, and then a receive of a receive", async () => {
    const received = await valueOf(async () => {
      const carriers = new Channel<Channel<string>>();
      const lines = new Channel<string>();
      go(async () => {
        await carriers.send(lines);
        await lines.send("hello");
      });
      return (await carriers.receive())?.receive();
    });

    expect(received).toBe("hello");
  });

  test("may be what another channel gives", async () => {
    const received = await valueOf(async () => {
      const right = new Channel<string>();
      const left = new Channel<string>();
      go(() => right.send("hello"));
      go(async () => left.send((await right.receive()) ?? ""));
      return left.receive();
    });

    expect(received).toBe("hello");
  });

  test("that is a promise comes out of next as a promise", async () => {
    const isSame = await valueOf(async () => {
      const promises = new Channel<Promise<number>>();
      const promise = Promise.resolve(7);
      go(() => promises.send(promise));
      return (await promises.next()).value === promise;
    });

    expect(isSame).toBe(true);
  });

  test("that is a promise comes out of a receive that waited settled", async () => {
    const received = await valueOf(async () => {
      const promises = new Channel<Promise<number>>();
      go(() => promises.send(Promise.resolve(7)));
      return promises.receive();
    });

    expect(received).toBe(7);
  });

  test("that is a failed promise fails no one who takes it by next", async () => {
    const message = await valueOf(async () => {
      const promises = new Channel<Promise<number>>();
      go(() => promises.send(Promise.reject(new Error("later"))));
      const { value } = await promises.next();
      return value?.catch((error: Error) => error.message);
    });

    expect(message).toBe("later");
  });
});

describe("a channel handed around", () => {
  test("by an async function is still a channel", async () => {
    const received = await valueOf(async () => {
      const make = async () => {
        const lines = new Channel<string>();
        go(() => lines.send("hello"));
        return lines;
      };
      const lines = await make();
      return [lines instanceof Channel, await lines.receive()];
    });

    expect(received).toEqual([true, "hello"]);
  });

  test("is never taken for a promise", () => {
    expect("then" in new Channel<number>()).toBe(false);
  });

  test("to a function is the same channel there", async () => {
    const received = await valueOf(async () => {
      const lines = new Channel<string>();
      const say = (into: SendChannel<string>) => into.send("hello");
      go(say, lines);
      return lines.receive();
    });

    expect(received).toBe("hello");
  });
});

describe("a closed channel", () => {
  const closed = () => {
    const channel = new Channel<number>();
    channel.close();
    return channel;
  };

  test("makes a send panic at once, before it returns a promise", async () => {
    const message = await valueOf(() => {
      try {
        void closed().send(1);
        return "";
      } catch (error) {
        return (error as RuntimeError).message;
      }
    });

    expect(message).toBe("send on closed channel");
  });

  test("makes trySend panic, whoever calls it", () => {
    expect(() => closed().trySend(1)).toThrow("send on closed channel");
  });

  test("ends a program that sends to it with status 2", async () => {
    const { kind, status, report } = await outcomeOf(() => closed().send(1));

    expect({ kind, status }).toEqual({ kind: "panic", status: 2 });
    expect(report).toMatch(/^panic: send on closed channel\n/);
  });
});
