import { expect, test } from "vitest";
import { Channel, go, run, sleep } from "rendezvous";

test("a wait that outlives its goroutine does not hold up the run", async () => {
  const { kind } = await run(
    async () => {
      const channel = new Channel<number>();
      go(async () => {
        void channel.receive();
        await sleep(10);
      });
      await sleep(10);
      await channel.send(1);
      await sleep(20);
    },
    { clock: "virtual" },
  );

  expect(kind).toBe("returned");
});

test("nor does it hide a deadlock", async () => {
  const { kind } = await run(async () => {
    const channel = new Channel<number>();
    go(() => void channel.receive());
    await sleep(1);
    await channel.send(1);
    await channel.receive();
  });

  expect(kind).toBe("deadlock");
});
