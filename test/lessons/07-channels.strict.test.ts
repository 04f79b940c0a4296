import { expect, test } from "vitest";
import { Channel, external, go, run, sleep, yieldNow } from "rendezvous";

const strict = { strict: true, clock: "virtual" } as const;

test("a strict run lets who may go on finish after main returned", async () => {
  const finished: string[] = [];

  const { kind, value } = await run(async () => {
    const channel = new Channel<number>();
    go("sender", async () => {
      await channel.send(1);
      finished.push("sender");
    });
    await yieldNow();
    return channel.receive();
  }, strict);

  expect(kind).toBe("returned");
  expect(value).toBe(1);
  expect(finished).toEqual(["sender"]);
});

test("a strict run is a deadlock if somebody waits for ever", async () => {
  const { kind, report } = await run(() => {
    go("sender", () => new Channel<number>().send(1));
  }, strict);

  expect(kind).toBe("deadlock");
  expect(report).toContain("main bubble goroutine has exited");
});

test("time stands still in a strict run when main has returned", async () => {
  const { kind, report } = await run(() => {
    go("sleeper", () => sleep(1));
  }, strict);

  expect(kind).toBe("deadlock");
  expect(report).toContain("[sleep]");
});

test("a strict run waits for what was declared to come from outside", async () => {
  const { kind } = await run(() => {
    go("caller", () => external(new Promise((resolve) => setTimeout(resolve))));
  }, strict);

  expect(kind).toBe("returned");
});
