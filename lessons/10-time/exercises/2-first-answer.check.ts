import assert from "node:assert/strict";
import {
  after,
  background,
  type Context,
  go,
  now,
  run,
  select,
  sleep,
  withCancel,
} from "rendezvous";

type Attempt = typeof import("./2-first-answer.solution.ts");

export default async function check(attempt: Attempt): Promise<void> {
  const fast = await ask(attempt, [300, 100, 200]);
  assert.equal(fast.answer, "answer after 100 ms");
  assert.ok(
    fast.stopped.length === 2,
    `three are asked and one is first: the two others should be told to stop, got ${fast.stopped.length}`,
  );
  assert.ok(
    fast.stopped.every((time) => time === 100),
    `the slow ones should be told when the first answer is there, after 100 ms, got ${fast.stopped.join(" and ")} ms`,
  );
  const slow = await ask(attempt, [5_000, 6_000]);
  assert.ok(
    slow.answer === "none" && slow.time === 1_000,
    `nobody answers within the second: expected no answer after 1000 ms, got ${slow.answer} after ${slow.time} ms`,
  );
  const given = await ask(attempt, [800], 50);
  assert.ok(
    given.answer === "none" && given.time === 50,
    `who asks is told to stop after 50 ms: expected no answer then, got ${given.answer} after ${given.time} ms`,
  );
  const tie = await ask(attempt, [100, 100, 200]);
  for (const { left, story } of [
    { left: fast.left, story: "the first of three has answered" },
    { left: slow.left, story: "the second is over without an answer" },
    { left: given.left, story: "who asks was told to stop" },
    { left: tie.left, story: "two of three have answered at the same moment" },
  ]) {
    assert.ok(
      left === 0,
      `${story}: ten seconds later nobody should be left at work, got ${left}`,
    );
  }
}

interface Course {
  answer: string;
  time: number;
  /** When the slow ones were told. */
  stopped: number[];
  /** How many goroutines are left ten seconds later. */
  left: number;
}

/** Asks for an answer within a second those who need `delays` milliseconds. */
async function ask(
  { firstAnswer }: Attempt,
  delays: number[],
  givesUpMs = Infinity,
): Promise<Course> {
  const stopped: number[] = [];
  const everybody = delays.map((ms) => async (context: Context) => {
    const event = await select({ ready: after(ms), told: context.done });
    if (event.case === "ready") return `answer after ${ms} ms`;
    stopped.push(now());
    return undefined;
  });
  const { value, goroutines } = await run(
    async () => {
      const [parent, giveUp] = withCancel(background());
      const givesUp = async () => {
        await sleep(givesUpMs);
        giveUp();
      };
      if (givesUpMs < Infinity) go("who gives up", givesUp);
      const answer = (await firstAnswer(parent, everybody, 1_000)) ?? "none";
      const time = now();
      await sleep(10_000);
      return { answer, time, stopped };
    },
    { clock: "virtual" },
  );
  assert.ok(value, "expected an end, got a deadlock");
  return { ...value, left: goroutines.length };
}
