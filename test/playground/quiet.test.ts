import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Quiet } from "../../playground/worker/quiet.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const long = 1_000; // in which whoever looks has found out

/** Timers as a program finds them, and how often all was quiet. */
function open() {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval };
  const heard: number[] = [];
  const quiet = new Quiet(timers, () => void heard.push(Date.now() - start));
  const start = Date.now();
  return { quiet, heard, ...timers };
}

describe("all is quiet", () => {
  test("soon after somebody looks, and is said once", () => {
    const { quiet, heard } = open();

    quiet.look();
    quiet.look();
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(long);

    expect(heard).toHaveLength(1);
  });

  test("only if somebody looks", () => {
    const { heard } = open();

    vi.advanceTimersByTime(long);

    expect(heard).toEqual([]);
  });

  test("again, if somebody looks again", () => {
    const { quiet, heard } = open();

    quiet.look();
    vi.advanceTimersByTime(long);
    quiet.look();
    vi.advanceTimersByTime(long);

    expect(heard).toHaveLength(2);
  });
});

describe("it is not quiet", () => {
  test("before a timer has rung", () => {
    const { quiet, heard, setTimeout } = open();
    const ring = vi.fn();

    setTimeout(ring, 5_000, "a", 1);
    quiet.look();
    vi.advanceTimersByTime(4_999);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1 + long);

    expect(ring).toHaveBeenCalledExactlyOnceWith("a", 1);
    expect(heard).toHaveLength(1);
  });

  test("before the last of the timers that others have set has rung", () => {
    const { quiet, heard, setTimeout } = open();
    const rung: number[] = [];

    const next = (left: number) => {
      rung.push(left);
      if (left > 0) setTimeout(() => next(left - 1), 2 * long);
    };
    setTimeout(() => next(3), 2 * long);
    quiet.look();
    vi.advanceTimersByTime(8 * long);
    expect(rung).toEqual([3, 2, 1, 0]);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(long);

    expect(heard).toHaveLength(1);
  });

  test("as long as an interval goes on", () => {
    const { quiet, heard, setInterval, clearInterval } = open();
    let count = 0;

    const timer = setInterval(() => {
      if (++count === 50) clearInterval(timer);
    }, 100);
    quiet.look();
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(long);

    expect(count).toBe(50);
    expect(heard).toHaveLength(1);
  });

  test("before a turn that somebody waits for is over", () => {
    const { quiet, heard } = open();
    const turns: (() => void)[] = [];
    const done = vi.fn();

    quiet.turn((callback) => void turns.push(callback))(done);
    quiet.look();
    vi.advanceTimersByTime(long);
    expect(heard).toEqual([]);
    turns[0]?.();
    expect(done).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(long);

    expect(heard).toHaveLength(1);
  });

  test("if something happens while somebody looks", () => {
    const { quiet, heard, setTimeout } = open();

    quiet.look();
    setTimeout(() => setTimeout(() => undefined, 2 * long), 1);
    vi.advanceTimersByTime(2 * long);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(2 * long);

    expect(heard).toHaveLength(1);
  });
});

describe("a timer", () => {
  test("that was cleared does not ring, and is waited for no more", () => {
    const { quiet, heard, setTimeout, clearTimeout } = open();
    const ring = vi.fn();

    const timer = setTimeout(ring, 60_000);
    quiet.look();
    vi.advanceTimersByTime(long);
    clearTimeout(timer);
    vi.advanceTimersByTime(long);

    expect(heard).toHaveLength(1);
    expect(ring).not.toHaveBeenCalled();
  });

  test("may be cleared by either name, twice, and when it was none", () => {
    const { quiet, heard, setTimeout, clearTimeout, clearInterval } = open();

    const timer = setTimeout(() => undefined, 60_000);
    clearInterval(timer);
    clearTimeout(timer);
    clearTimeout(undefined);
    quiet.look();
    vi.advanceTimersByTime(long);

    expect(heard).toHaveLength(1);
  });

  test("of somebody else, set before, cannot be cleared", () => {
    const ring = vi.fn();
    const foreign = setInterval(ring, 100);
    const { clearTimeout, clearInterval } = open();

    clearTimeout(foreign);
    clearInterval(foreign);
    vi.advanceTimersByTime(long);

    expect(ring).toHaveBeenCalledTimes(10);
    globalThis.clearInterval(foreign);
  });

  test("that throws is over", () => {
    const { quiet, heard, setTimeout } = open();

    setTimeout(() => {
      throw new Error("in a timer");
    }, 1);
    quiet.look();

    expect(() => vi.advanceTimersByTime(1)).toThrow("in a timer");
    vi.advanceTimersByTime(long);
    expect(heard).toHaveLength(1);
  });
});
