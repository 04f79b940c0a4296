import { describe, expect, test } from "vitest";
import {
  after,
  Channel,
  go,
  now,
  otherwise,
  type ReceiveChannel,
  select,
  sleep,
  tick,
  Ticker,
  Timer,
  typeOf,
} from "rendezvous";
import { ends, passes } from "./10-time.virtual.ts";

const hour = 3_600_000;

const isReady = async (channel: ReceiveChannel<unknown>) =>
  (await select({ ready: channel, nothing: otherwise })).case === "ready";

/** Waits on `channel` in a goroutine of its own; the times are collected. */
function listen(channel: ReceiveChannel<unknown>): number[] {
  const times: number[] = [];
  go("listener", async () => {
    await channel.next();
    times.push(now());
  });
  return times;
}

describe("the channel of a timer (GO-108)", () => {
  test("has no buffer, whether it has rung or not", async () => {
    const sizes = await passes(async () => {
      const { channel } = new Timer(10);
      const before = [channel.length, channel.capacity];
      await sleep(20);
      return [before, [channel.length, channel.capacity]];
    });

    expect(sizes).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("is of Go's type", async () => {
    const type = await passes(() => typeOf(new Timer(1).channel, "receive"));

    expect(type).toBe("<-chan time.Time");
  });

  test("is not closed when it has rung, nor when it is stopped (GO-105)", async () => {
    const { kind, goroutines } = await ends(async () => {
      const timer = new Timer(10);
      await timer.channel.receive();
      timer.stop();
      await timer.channel.receive();
    });

    expect(kind).toBe("deadlock");
    expect(goroutines[0]?.waits[0]?.reason).toBe("chan receive");
  });

  test("gives its one value to one of two who wait", async () => {
    const times = await passes(async () => {
      const { channel } = new Timer(10);
      const both = [listen(channel), listen(channel)];
      await sleep(100);
      return both;
    });

    expect(times).toEqual([[10], []]);
  });
});

describe("stop (GO-105, GO-108)", () => {
  test("is true before the ring, and nothing comes", async () => {
    const seen = await passes(async () => {
      const timer = new Timer(10);
      const wasStopped = timer.stop();
      await sleep(20);
      return [wasStopped, await isReady(timer.channel)];
    });

    expect(seen).toEqual([true, false]);
  });

  test("is true after a ring that nobody received, and takes it back", async () => {
    const seen = await passes(async () => {
      const timer = new Timer(10);
      await sleep(50);
      return [timer.stop(), await isReady(timer.channel)];
    });

    expect(seen).toEqual([true, false]);
  });

  test("is false once the ring was received", async () => {
    const wasStopped = await passes(async () => {
      const timer = new Timer(10);
      await timer.channel.receive();
      return timer.stop();
    });

    expect(wasStopped).toBe(false);
  });

  test("is false the second time", async () => {
    const answers = await passes(() => {
      const timer = new Timer(10);
      return [timer.stop(), timer.stop()];
    });

    expect(answers).toEqual([true, false]);
  });

  test("leaves those who wait on the channel waiting, plain or in a select", async () => {
    const seen = await passes(async () => {
      const timer = new Timer(10);
      const plain = listen(timer.channel);
      const quit = new Channel<void>();
      const chosen = new Channel<string>();
      go(async () => {
        const event = await select({ ring: timer.channel, quit });
        await chosen.send(event.case);
      });
      await sleep(5);
      timer.stop();
      await sleep(50);
      quit.close();
      return [plain, await chosen.receive()];
    });

    expect(seen).toEqual([[], "quit"]);
  });

  test("of a timer that never rings is true", async () => {
    expect(await passes(() => new Timer(Infinity).stop())).toBe(true);
  });
});

describe("reset (GO-106, GO-108)", () => {
  test("puts the ring off, earlier or later", async () => {
    const times = await passes(async () => {
      const timer = new Timer(1_000);
      const first = await timer.channel.receive();
      timer.reset(2_000);
      const second = await timer.channel.receive();
      timer.reset(3_000);
      await sleep(1_000);
      timer.reset(3_000);
      return [first, second, await timer.channel.receive()];
    });

    expect(times).toEqual([1_000, 3_000, 7_000]);
  });

  test("is true while the ring is to come, and no early one comes", async () => {
    const seen = await passes(async () => {
      const timer = new Timer(20);
      await sleep(10);
      const wasActive = timer.reset(30);
      await sleep(20);
      const early = await isReady(timer.channel);
      await sleep(20);
      const due = await isReady(timer.channel);
      return { wasActive, early, due, again: timer.reset(50) };
    });

    expect(seen).toEqual({
      wasActive: true,
      early: false,
      due: true,
      again: false,
    });
  });

  test("takes back a ring that nobody received, and says true", async () => {
    const seen = await passes(async () => {
      const timer = new Timer(10);
      await sleep(50);
      const wasActive = timer.reset(hour);
      const isStale = await isReady(timer.channel);
      return { wasActive, isStale, at: await timer.channel.receive() };
    });

    expect(seen).toEqual({ wasActive: true, isStale: false, at: hour + 50 });
  });

  test("after a stop starts the timer anew, and is false", async () => {
    const seen = await passes(async () => {
      const timer = new Timer(10);
      timer.stop();
      return [timer.reset(30), await timer.channel.receive()];
    });

    expect(seen).toEqual([false, 30]);
  });

  test("reaches whoever waits already", async () => {
    const times = await passes(async () => {
      const timer = new Timer(hour);
      const times = listen(timer.channel);
      await sleep(10);
      timer.reset(2 * hour);
      await sleep(10);
      timer.reset(1);
      await sleep(10);
      return times;
    });

    expect(times).toEqual([21]);
  });

  test("serves one of two selects, and the other leaves no trace", async () => {
    const seen = await passes(async () => {
      const timer = new Timer(hour);
      const stop = new Channel<void>();
      const cases: string[] = [];
      const wait = async () => {
        const event = await select({ ring: timer.channel, stop });
        cases.push(event.case);
      };
      go(wait);
      go(wait);
      await sleep(10);
      timer.reset(5);
      await sleep(10);
      stop.close();
      await sleep(10);
      timer.reset(1);
      await sleep(10);
      return [cases, await isReady(timer.channel)];
    });

    expect(seen).toEqual([["ring", "stop"], true]);
  });

  test("to 0 ms can be received at once, again and again", async () => {
    const times = await passes(async () => {
      const timer = new Timer(0);
      const times = [timer.channel.tryReceive()];
      await sleep(10);
      timer.reset(0);
      times.push(timer.channel.tryReceive());
      timer.reset(-5);
      times.push(timer.channel.tryReceive(), timer.channel.tryReceive());
      return times;
    });

    expect(times).toEqual([0, 10, 10, undefined]);
  });

  test("to 0 ms wakes a loop that waits, and lets it end", async () => {
    const rings = await passes(async () => {
      const timer = new Timer(0);
      const quit = new Channel<void>();
      let rings = 0;
      go(async () => {
        for (;;) {
          const event = await select({ quit, ring: timer.channel });
          if (event.case === "quit") return;
          rings++;
        }
      });
      await sleep(1);
      timer.reset(0);
      await sleep(1);
      quit.close();
      await sleep(1);
      return rings;
    });

    expect(rings).toBe(2);
  });

  test("to what is not a number changes nothing", async () => {
    const at = await passes(async () => {
      const timer = new Timer(10);
      expect(() => timer.reset(NaN)).toThrow(
        new RangeError("expected a number of milliseconds, got NaN"),
      );
      return timer.channel.receive();
    });

    expect(at).toBe(10);
  });
});

describe("a ticker", () => {
  test("rings at every multiple of its interval", async () => {
    const times = await passes(async () => {
      const { channel } = new Ticker(100);
      return [
        await channel.receive(),
        await channel.receive(),
        await channel.receive(),
      ];
    });

    expect(times).toEqual([100, 200, 300]);
  });

  test("keeps one tick, the first, for a slow reader, and its grid (GO-110)", async () => {
    const times = await passes(async () => {
      const { channel } = new Ticker(10);
      await sleep(35);
      return [
        await channel.receive(),
        now(),
        await channel.receive(),
        await channel.receive(),
        now(),
      ];
    });

    expect(times).toEqual([10, 35, 40, 50, 50]);
  });

  test("skips nothing for a reader that comes at the very tick", async () => {
    const times = await passes(async () => {
      const { channel } = new Ticker(10);
      await sleep(30);
      return [await channel.receive(), await channel.receive(), now()];
    });

    expect(times).toEqual([10, 40, 40]);
  });

  test("has a channel without a buffer, before and after a tick", async () => {
    const sizes = await passes(async () => {
      const { channel } = new Ticker(10);
      const before = channel.capacity + channel.length;
      await sleep(20);
      return [before, channel.capacity + channel.length];
    });

    expect(sizes).toEqual([0, 0]);
  });

  test("that is stopped takes a waiting tick back and closes nothing (GO-111)", async () => {
    const seen = await passes(async () => {
      const ticker = new Ticker(10);
      await sleep(15);
      ticker.stop();
      ticker.stop();
      const event = await select({ tick: ticker.channel, late: after(100) });
      return event.case;
    });

    expect(seen).toBe("late");
  });

  test("that is reset has a new grid from then on, and no stale tick", async () => {
    const times = await passes(async () => {
      const ticker = new Ticker(10);
      await sleep(15);
      ticker.reset(100);
      const isStale = await isReady(ticker.channel);
      const { channel } = ticker;
      return [isStale, await channel.receive(), await channel.receive()];
    });

    expect(times).toEqual([false, 115, 215]);
  });

  test("goes on after a stop when it is reset", async () => {
    const at = await passes(async () => {
      const ticker = new Ticker(10);
      ticker.stop();
      await sleep(100);
      ticker.reset(10);
      return ticker.channel.receive();
    });

    expect(at).toBe(110);
  });

  test("serves all who wait, one tick each", async () => {
    const times = await passes(async () => {
      const { channel } = new Ticker(10);
      const all = [listen(channel), listen(channel), listen(channel)];
      await sleep(100);
      return all;
    });

    expect(times).toEqual([[10], [20], [30]]);
  });

  test.each([0, -1, -Infinity])(
    "of %d ms is refused in Go's words",
    async (ms) => {
      const { kind, report } = await ends(() => new Ticker(ms));

      expect(kind).toBe("panic");
      expect(report).toMatch(/^panic: non-positive interval for NewTicker\n/);
    },
  );

  test("that is reset to 0 ms panics and ticks on as before", async () => {
    const at = await passes(async () => {
      const ticker = new Ticker(10);
      expect(() => ticker.reset(0)).toThrow(
        "non-positive interval for Ticker.Reset",
      );
      return ticker.channel.receive();
    });

    expect(at).toBe(10);
  });

  test("refuses an interval that is not a number", async () => {
    const { error } = await ends(() => new Ticker(NaN));

    expect(error).toBeInstanceOf(RangeError);
  });

  test("of Infinity never ticks, and hides no deadlock", async () => {
    const { kind } = await ends(() => new Ticker(Infinity).channel.receive());

    expect(kind).toBe("deadlock");
  });
});

describe("tick", () => {
  test("gives the channel of a ticker", async () => {
    const at = await passes(async () => {
      const ticks = tick(10);
      await ticks.receive();
      return ticks.receive();
    });

    expect(at).toBe(20);
  });

  test("gives the time of the tick, not that of the reading", async () => {
    const at = await passes(async () => {
      const ticks = tick(10);
      await sleep(500);
      return ticks.receive();
    });

    expect(at).toBe(10);
  });

  test.each([0, -1])("of %d ms is a nil channel (GO-111)", async (ms) => {
    const { kind, goroutines } = await ends(() => tick(ms).receive());

    expect(kind).toBe("deadlock");
    expect(goroutines[0]?.waits[0]?.reason).toBe("chan receive (nil chan)");
  });

  test("is read by a loop until the loop has had enough", async () => {
    const times = await passes(async () => {
      const times: number[] = [];
      for await (const time of tick(10)) {
        times.push(time);
        if (time === 30) break;
      }
      return times;
    });

    expect(times).toEqual([10, 20, 30]);
  });
});
