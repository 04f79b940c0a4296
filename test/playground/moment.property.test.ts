// Programs written by chance: what the events tell is what there is.

import fc from "fast-check";
import { Channel, run, type TraceEvent } from "rendezvous";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Moments } from "../../playground/trace/moment.ts";
import { type ChannelNow } from "../../playground/trace/now.ts";
import { programs, written } from "../lessons/13-schedules.programs.ts";

type AnyChannel = Channel<unknown>;
const known = new Set<AnyChannel>();

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  known.clear();
  for (const name of ["trySend", "canReceive", "canSend"] as const) {
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const original = Channel.prototype[name] as (value: unknown) => boolean;
    vi.spyOn(Channel.prototype, name).mockImplementation(function (
      this: AnyChannel,
      value?: unknown,
    ) {
      known.add(this);
      return original.call(this, value);
    });
  }
});
afterEach(() => vi.restoreAllMocks());

interface Seen {
  values: string;
  senders: string;
  receivers: string;
  isDrained: boolean;
}

/** What is really there; a timer that waits to send is no goroutine. */
function lookAt(channel: AnyChannel): Seen {
  const senders = channel.senders
    .members()
    .flatMap(({ goroutine, value }) =>
      goroutine ? [`${goroutine.id}: ${String(value)}`] : [],
    );
  const receivers = channel.receivers
    .members()
    .map((each) => each.goroutine?.id);
  return {
    values: channel.values().join(", "),
    senders: senders.join(", "),
    receivers: receivers.join(", "),
    isDrained: channel.isDrained(),
  };
}

function told({ values, senders, receivers, isClosed }: ChannelNow): Seen {
  return {
    values: values.join(", "),
    senders: senders
      .map((each) => `${each.goroutine}: ${each.value}`)
      .join(", "),
    receivers: receivers.map(({ goroutine }) => goroutine).join(", "),
    isDrained: isClosed && values.length === 0,
  };
}

type Look = Map<string, Seen>;

/** The events of a program, and what was there at each `run`. */
async function record(
  body: () => unknown,
  seed: number,
): Promise<{ events: TraceEvent[]; looks: [position: number, look: Look][] }> {
  const events: TraceEvent[] = [];
  const looks: [number, Look][] = [];
  const observer = (event: TraceEvent): void => {
    const isSettled = event.kind === "run";
    const all = isSettled ? [...known] : [];
    if (isSettled) {
      const look = new Map(all.map((each) => [each.label, lookAt(each)]));
      looks.push([events.length, look]);
    }
    events.push(event);
  };
  await run(body, { clock: "virtual", order: "random", seed, observer });
  return { events, looks };
}

test("the lines and buffers at any moment are those of the channels", async () => {
  const seeds = fc.integer({ min: 0, max: 1_000 });
  let lines = 0;
  const property = fc.asyncProperty(programs, seeds, async (program, seed) => {
    known.clear();
    const { events, looks } = await record(written(program), seed);
    const moments = new Moments(events);

    for (const [position, look] of looks) {
      const { channels } = moments.at(position);
      for (const [label, seen] of look) {
        const now = channels.find((each) => each.label === label);
        expect(now && told(now)).toEqual(seen);
        lines += Number(seen.senders + seen.receivers !== "");
      }
    }
  });

  await fc.assert(property, { seed: 7, numRuns: 300 });
  expect(lines).toBeGreaterThan(300);
});

test("after every event the state of a run is possible", async () => {
  const seeds = fc.integer({ min: 0, max: 1_000 });
  const property = fc.asyncProperty(programs, seeds, async (program, seed) => {
    const { events } = await record(written(program), seed);
    const moments = new Moments(events);

    events.forEach((event, index) => {
      const { channels, goroutines } = moments.at(index + 1);
      const running = goroutines.filter(({ state }) => state === "running");
      expect(running.length).toBeLessThanOrEqual(1);
      for (const { receivers, senders, values, capacity } of channels) {
        if (receivers.length > 0) expect(values).toEqual([]);
        expect(values.length).toBeLessThanOrEqual(capacity ?? 0);
        const alone = new Set([...senders, ...receivers].map((w) => w.wait));
        if (receivers.length * senders.length > 0) expect(alone.size).toBe(1);
      }
      if (event.kind !== "buffer") return;
      const channel = channels.find(({ label }) => label === event.on);
      expect(channel?.values).toHaveLength(event.length);
    });
  });

  await fc.assert(property, { seed: 8, numRuns: 120 });
});

test("whoever is served was the first in line", async () => {
  const seeds = fc.integer({ min: 0, max: 1_000 });
  let served = 0;
  const property = fc.asyncProperty(programs, seeds, async (program, seed) => {
    const { events } = await record(written(program), seed);
    const moments = new Moments(events);

    events.forEach((event, index) => {
      if (event.kind !== "hand-over" || event.from === 0) return;
      const { channels } = moments.at(index);
      const channel = channels.find(({ label }) => label === event.on);
      const { senders = [], receivers = [] } = channel ?? {};
      const isFirst =
        senders[0]?.goroutine === event.from ||
        receivers[0]?.goroutine === event.to;
      expect(isFirst).toBe(true);
      served++;
    });
  });

  await fc.assert(property, { seed: 9, numRuns: 120 });
  expect(served).toBeGreaterThan(10);
});
