import { Channel, go, run } from "rendezvous";
import { describe, expect, test } from "vitest";

async function room(): Promise<void> {
  const lines = new Channel<string>(2);
  go(async () => lines.send("one"));
  await lines.send("two");
  await lines.receive();
}

describe("a run that goes in steps", () => {
  test.each(["", "1:1"])("repeats the schedule %j", async (schedule) => {
    const first = await run(room, { schedule });
    const again = await run(room, { schedule });

    expect(first.kind).toBe("returned");
    expect(again.kind).toBe("returned");
  });

  test("ends with a sentence if a decision has not so many ways", async () => {
    const { kind, status, report } = await run(room, { schedule: "1:7" });

    expect([kind, status]).toEqual(["fatal", 2]);
    expect(report).toContain(
      'fatal error: expected a schedule of this program, got "1:7" where there are 2 ways',
    );
  });

  test("ends with a sentence if it has not so many decisions", async () => {
    const { kind, error } = await run(room, { schedule: "99:1" });

    expect(kind).toBe("fatal");
    expect(String(error)).toMatch(/got decision 99 where there were \d+/);
  });

  test.each(["x", "1", "1:0", "0:1", "3:1,3:1", "3:1,1:1", "1:1,", " 1:1"])(
    "does not begin with %j",
    (schedule) => {
      expect(() => void run(room, { schedule })).toThrow(
        /^expected a schedule like "5:1,9:2", got/,
      );
    },
  );
});
