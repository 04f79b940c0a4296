import { expect, test } from "vitest";
import { Channel, run, sleep } from "rendezvous";

test("who lost a Promise.race goes on under its own name", async () => {
  const { kind, goroutines } = await run(async () => {
    const late = new Channel<string>(1);
    await late.send("soon");
    await Promise.race([new Channel<string>().receive(), late.receive()]);
    await sleep(1);
    await Channel.nil<string>().receive();
  });

  expect(kind).toBe("deadlock");
  expect(goroutines).toHaveLength(1);
  expect(goroutines[0]?.waits.map(({ reason }) => reason)).toEqual([
    "chan receive",
    "chan receive (nil chan)",
  ]);
});

test("so does who won it with the first of its operations", async () => {
  const { kind, goroutines } = await run(async () => {
    const ready = new Channel<string>(1);
    await ready.send("now");
    await Promise.race([ready.receive(), new Channel<string>().receive()]);
    await Channel.nil<string>().receive();
  });

  expect(kind).toBe("deadlock");
  expect(goroutines[0]?.waits).toHaveLength(2);
});
