import assert from "node:assert/strict";
import { now, run, sleep } from "rendezvous";

type Attempt = typeof import("./1-ask-it-to-stop.solution.ts");
type Start = Attempt["startTicker"];

export default async function check({ startTicker }: Attempt): Promise<void> {
  await checkTicks(startTicker);
  await checkTwo(startTicker);
  await checkFromWithin(startTicker);
}

async function checkTicks(startTicker: Start): Promise<void> {
  const ticks = await story(async (heard) => {
    const stop = startTicker(100, (count) =>
      heard.push(`${count} at ${now()}`),
    );
    await sleep(350);
    stop();
    await sleep(1_000);
  });
  const told = ticks.slice(0, 6).join(", ");
  assert.ok(
    told.startsWith("1 at 100, 2 at 200, 3 at 300"),
    `expected ticks 1, 2 and 3 at 100, 200 and 300 ms, got ${told || "none"}`,
  );
  assert.ok(
    ticks.length === 3,
    `stop is called at 350 ms: expected no tick after the third, got ${told}`,
  );
}

async function checkTwo(startTicker: Start): Promise<void> {
  const ticks = await story(async (heard) => {
    const stopFirst = startTicker(100, () => heard.push("first"));
    const stopSecond = startTicker(100, () => heard.push("second"));
    await sleep(150);
    stopFirst();
    await sleep(100);
    stopSecond();
    await sleep(1_000);
  });
  assert.ok(
    ticks.join(", ") === "first, second, second",
    `of two tickers, only the first is stopped at 150 ms and the other at 250: expected first, second, second, got ${ticks.slice(0, 6).join(", ")}`,
  );
}

async function checkFromWithin(startTicker: Start): Promise<void> {
  const ticks = await story(async (heard) => {
    const stop = startTicker(100, (count) => {
      heard.push(String(count));
      if (count === 2) stop();
    });
    await sleep(1_000);
  });
  assert.ok(
    ticks.join(", ") === "1, 2",
    `tick itself may call stop: expected ticks 1 and 2, got ${ticks.slice(0, 6).join(", ")}`,
  );
}

/** What was heard, if in the end nobody is left. */
async function story(
  body: (heard: string[]) => Promise<void>,
): Promise<string[]> {
  const heard: string[] = [];
  const { kind, goroutines, report } = await run(() => body(heard), {
    clock: "virtual",
    maxPolls: 1_000,
  });
  assert.ok(
    kind !== "spinning",
    "the ticker asks again and again without sleeping, and the time cannot pass",
  );
  assert.ok(kind === "returned", `expected main to return, got ${report}`);
  assert.ok(
    goroutines.length === 0,
    "stop was called, and a second later the ticker is still there: its goroutine has to return",
  );
  return heard;
}
