import assert from "node:assert/strict";
import { Channel, explore, go, Mutex, WaitGroup } from "rendezvous";

type Attempt = typeof import("./1-leave.solution.ts");

const lines = ["hello", "is anybody there?"];

export default async function check(attempt: Attempt): Promise<void> {
  await checkOrders("bob hears one line and leaves", () => evening(attempt, 1));
  await checkOrders("bob leaves at once", () => evening(attempt, 0));
  await checkOrders("nobody leaves", () => evening(attempt, 2));
}

// Bob leaves after some lines; Carol stays, and prints what she has heard.
async function evening(
  { say, leave }: Attempt,
  bobHears: number,
): Promise<void> {
  const [bob, carol] = [new Channel<string>(), new Channel<string>()];
  const room = { lock: new Mutex(), outboxes: new Set([bob, carol]) };
  const stayed = new WaitGroup();
  stayed.go(async () => {
    const heard = [await carol.receive(), await carol.receive()];
    console.log(heard.join(" "));
  });
  go("bob", async () => {
    for (let line = 0; line < bobHears; line++) await bob.receive();
    await leave(room, bob);
  });
  for (const line of lines) await say(room, line);
  await stayed.wait();
}

async function checkOrders(
  what: string,
  program: () => Promise<void>,
): Promise<void> {
  const { endings, schedules } = await explore(program, {
    maxSchedules: 20_000,
  });
  const [worst] = endings;
  assert.ok(worst, `expected an ending of "${what}", got none`);
  const { kind, count, schedule, waiting, error } = worst;
  const because = [...waiting, ...(error ? [error] : [])].join(", ");
  assert.ok(
    kind === "returned",
    `${what}: expected all orders to return, got ${count} of ${schedules} with a ${kind} (${because}); run it with the schedule "${schedule}"`,
  );
  const missed = endings.find((each) => each.output[0] !== lines.join(" "));
  assert.ok(
    missed === undefined,
    `${what}: expected carol to hear "${lines.join(" ")}", got "${missed?.output.join(" ")}" with the schedule "${missed?.schedule}"`,
  );
}
