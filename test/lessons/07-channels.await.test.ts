import { createServer, connect, type AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  Channel,
  external,
  go,
  run,
  type RunOptions,
  sleep,
  yieldNow,
} from "../../lessons/index.ts";
import { outcomeOf, valueOf } from "./07-channels.programs.ts";

describe("outside any goroutine", () => {
  test.each([
    ["chan send", (c: Channel<number>) => c.send(1)],
    ["chan receive", (c: Channel<number>) => c.receive()],
    ["chan receive", (c: Channel<number>) => c.next()],
  ])("a %s is refused at once", (operation, start) => {
    expect(() => start(new Channel<number>())).toThrow(
      `${operation} outside any goroutine`,
    );
  });

  test("a refused send leaves nobody in line", () => {
    const lines = new Channel<string>();

    expect(() => lines.send("hello")).toThrow();
    expect(lines.senders.first).toBeUndefined();
  });

  test("a channel can be made, and used by a program that starts later", async () => {
    const lines = new Channel<string>();

    const received = await valueOf(() => {
      go(() => lines.send("hello"));
      return lines.receive();
    });

    expect(received).toBe("hello");
  });
});

describe("what begins with try never waits", () => {
  test("and says no where nobody is on the other side", () => {
    const lines = new Channel<string>();

    expect(lines.trySend("hello")).toBe(false);
    expect(lines.tryReceive()).toBeUndefined();
  });

  test("and leaves nothing behind when it says no", async () => {
    const late = await valueOf(async () => {
      const lines = new Channel<string>();
      lines.trySend("lost");
      go(() => lines.send("kept"));
      return lines.receive();
    });

    expect(late).toBe("kept");
  });

  test("and hands over to a receiver that waits", async () => {
    const [isSent, received] = await valueOf(async () => {
      const lines = new Channel<string>();
      const done = new Channel<string | undefined>();
      go(async () => done.send(await lines.receive()));
      await yieldNow();
      return [lines.trySend("hello"), await done.receive()];
    });

    expect([isSent, received]).toEqual([true, "hello"]);
  });

  test("and takes from a sender that waits, the first of them", async () => {
    const taken = await valueOf(async () => {
      const lines = new Channel<string>();
      go(() => lines.send("first"));
      go(() => lines.send("second"));
      await yieldNow();
      return [lines.tryReceive(), lines.tryReceive(), lines.tryReceive()];
    });

    expect(taken).toEqual(["first", "second", undefined]);
  });

  test("and lets the sender go on whose value it took", async () => {
    const isGone = await valueOf(async () => {
      const lines = new Channel<string>();
      let isSent = false;
      go(async () => {
        await lines.send("hello");
        isSent = true;
      });
      await yieldNow();
      lines.tryReceive();
      await yieldNow();
      return isSent;
    });

    expect(isGone).toBe(true);
  });

  test("and finds nobody a second time where one was found before", async () => {
    const sent = await valueOf(async () => {
      const lines = new Channel<string>();
      go(() => lines.receive());
      await yieldNow();
      return [lines.trySend("first"), lines.trySend("second")];
    });

    expect(sent).toEqual([true, false]);
  });
});

describe("a callback", () => {
  test("of a timer hands a value to a goroutine that waits", async () => {
    const { value } = await run(async () => {
      const lines = new Channel<string>();
      const source = external("timer");
      setTimeout(() => {
        lines.trySend("hello");
        source.done();
      }, 1);
      return lines.receive();
    });

    expect(value).toBe("hello");
  });

  test("of a timer takes a value from a goroutine that waits", async () => {
    const { value } = await run(async () => {
      const lines = new Channel<string>();
      const source = external("timer");
      let taken: string | undefined;
      setTimeout(() => {
        taken = lines.tryReceive();
        source.done();
      }, 1);
      await lines.send("hello");
      return taken;
    });

    expect(value).toBe("hello");
  });

  test("of a timer may not wait", async () => {
    const { value } = await run(async () => {
      const errors = new Channel<string>();
      const source = external("timer");
      setTimeout(() => {
        try {
          void errors.send("never sent");
        } catch (error) {
          errors.trySend((error as Error).message);
        }
        source.done();
      }, 1);
      return errors.receive();
    });

    expect(value).toBe("chan send outside any goroutine");
  });

  test("of a socket hands what it reads to a goroutine", async () => {
    const server = createServer((socket) => socket.end("hello"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;

    const { value } = await run(async () => {
      const lines = new Channel<string>();
      const source = external("socket");
      connect(port, "127.0.0.1").on("data", (bytes) => {
        lines.trySend(bytes.toString());
        source.done();
      });
      return lines.receive();
    });

    server.close();
    expect(value).toBe("hello");
  });
});

describe("two operations of one goroutine at once", () => {
  test("may both be receives, and each gets a value", async () => {
    const received = await valueOf(async () => {
      const lines = new Channel<string>();
      go(async () => {
        await lines.send("first");
        await lines.send("second");
      });
      return Promise.all([lines.receive(), lines.receive()]);
    });

    expect(received).toEqual(["first", "second"]);
  });

  test("may both be sends, and each is received", async () => {
    const received = await valueOf(async () => {
      const lines = new Channel<string>();
      go(() => Promise.all([lines.send("first"), lines.send("second")]));
      return [await lines.receive(), await lines.receive()];
    });

    expect(received).toEqual(["first", "second"]);
  });

  test("may meet each other, a send and a receive", async () => {
    const received = await valueOf(async () => {
      const lines = new Channel<string>();
      return Promise.all([lines.send("to myself"), lines.receive()]);
    });

    expect(received).toEqual([undefined, "to myself"]);
  });

  test("may be on two channels, and the later one may end first", async () => {
    const received = await valueOf(async () => {
      const left = new Channel<string>();
      const right = new Channel<string>();
      go(async () => {
        await right.send("right");
        await left.send("left");
      });
      return Promise.all([left.receive(), right.receive()]);
    });

    expect(received).toEqual(["left", "right"]);
  });

  test("are both named where neither can end", async () => {
    const { kind, goroutines } = await outcomeOf(async () => {
      const lines = new Channel<string>();
      await Promise.all([lines.receive(), Channel.nil<string>().send("")]);
    });

    expect(kind).toBe("deadlock");
    expect(goroutines[0]?.waits.map(({ reason }) => reason)).toEqual([
      "chan receive",
      "chan send (nil chan)",
    ]);
  });

  test("leave the other goroutines their own", async () => {
    const { goroutines } = await outcomeOf(async () => {
      const lines = new Channel<string>();
      go("bob", () => Promise.all([lines.receive(), lines.receive()]));
      await lines.send("only one");
      await lines.receive();
    });

    expect(goroutines.map(({ name, waits }) => [name, waits.length])).toEqual([
      ["", 1],
      ["bob", 1],
    ]);
  });
});

describe("a send that nobody awaits", () => {
  const warnings: string[] = [];
  const options: RunOptions = { warn: (words) => void warnings.push(words) };
  beforeEach(() => void warnings.splice(0));

  test("is delivered all the same", async () => {
    const received = await valueOf(async () => {
      const lines = new Channel<string>();
      go(() => {
        void lines.send("first");
        void lines.send("second");
      });
      return [await lines.receive(), await lines.receive()];
    }, options);

    expect(received).toEqual(["first", "second"]);
  });

  test("is named when its goroutine ends and it still waits", async () => {
    await outcomeOf(async () => {
      const lines = new Channel<string>();
      go("alice", () => void lines.send("hello"));
      await yieldNow();
    }, options);

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^goroutine 2 \(alice\) has ended, and nobody awaited its chan send on chan#\d+ at test\/lessons\/07-channels\.await\.test\.ts:\d+:\d+$/,
    );
  });

  test("is not named when it was received before its goroutine ended", async () => {
    await outcomeOf(async () => {
      const lines = new Channel<string>();
      go("alice", async () => {
        void lines.send("hello");
        await sleep(1);
      });
      await lines.receive();
      await sleep(2);
    }, options);

    expect(warnings).toEqual([]);
  });

  test("lets its goroutine go on at once", async () => {
    const order = await valueOf(async () => {
      const said: string[] = [];
      const lines = new Channel<string>();
      go(() => {
        void lines.send("hello");
        said.push("alice is done");
      });
      await yieldNow();
      said.push((await lines.receive()) ?? "");
      return said;
    }, options);

    expect(order).toEqual(["alice is done", "hello"]);
  });
});

describe("a send that waits when its channel is closed", () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  beforeEach(() => {
    unhandled.splice(0);
    process.on("unhandledRejection", note);
  });
  afterEach(() => void process.off("unhandledRejection", note));

  test("fails for its goroutine alone, while another is abroad", async () => {
    const { value } = await run(async () => {
      const lines = new Channel<string>();
      const caught = new Channel<string>();
      go("away", () => new Promise((resolve) => setTimeout(resolve, 5)));
      go("sender", async () => {
        const message = await lines
          .send("hello")
          .catch((error: Error) => error.message);
        await caught.send(message ?? "");
      });
      await sleep(1);
      lines.close();
      return caught.receive();
    });

    expect(value).toBe("send on closed channel");
    expect(unhandled).toEqual([]);
  });
});

describe("a goroutine that has left a send open", () => {
  const outside = () => new Promise((resolve) => setTimeout(resolve, 1));

  async function leave(wait: () => Promise<unknown>) {
    const lines = new Channel<string>();
    const sent = lines.send("hello");
    await wait();
    const received = await lines.receive();
    await sent;
    return received;
  }

  test("counts as waiting there while it is abroad", async () => {
    const { kind, report } = await run(() => leave(outside));

    expect(kind).toBe("deadlock");
    expect(report).toContain("goroutine 1 [chan send]:");
    expect(report).toContain("this holds if nothing undeclared is pending");
  });

  test("is waited for where it declares what it awaits", async () => {
    const { kind, value } = await run(() => leave(() => external(outside())));

    expect([kind, value]).toEqual(["returned", "hello"]);
  });
});
