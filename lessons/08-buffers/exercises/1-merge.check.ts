import assert from "node:assert/strict";
import { Channel, go, type ReceiveChannel, run, sleep } from "rendezvous";

type Attempt = typeof import("./1-merge.solution.ts");

export default async function check({ merge }: Attempt): Promise<void> {
  const two = await hear(() =>
    merge([spoken(["a1", "a2", "a3"], 1), spoken(["b1", "b2"], 10)]),
  );
  assert.ok(
    two.length === 5,
    `two sources send 5 values, the last ones late: all of them should arrive, not ${two.join(", ") || "none"}`,
  );
  for (const name of ["a", "b"]) {
    const own = two.filter((value) => value.startsWith(name));
    assert.ok(
      own.every((value, index) => value === `${name}${index + 1}`),
      `the values of one source should stay in their order, not ${own.join(", ")}`,
    );
  }

  const none = await hear(() => merge([]));
  assert.ok(none.length === 0, "without sources there is nothing to hear");
}

async function hear(
  merged: () => ReceiveChannel<string>,
): Promise<readonly string[]> {
  const heard: string[] = [];
  const body = async () => {
    for await (const value of merged()) heard.push(value);
    await sleep(100); // a source that is late finds its channel closed
  };
  const { kind, report } = await run(body, { clock: "virtual" });
  const [headline = ""] = report.split("\n");
  assert.ok(
    kind !== "deadlock",
    `nothing more comes after ${heard.join(", ") || "the start"}, and the channel is not closed`,
  );
  assert.ok(
    kind === "returned",
    `somebody closed the channel while others were sending: ${headline}`,
  );
  return heard;
}

function spoken(values: readonly string[], ms: number): ReceiveChannel<string> {
  const channel = new Channel<string>();
  go("speaker", async () => {
    for (const value of values) {
      await sleep(ms);
      await channel.send(value);
    }
    channel.close();
  });
  return channel;
}
