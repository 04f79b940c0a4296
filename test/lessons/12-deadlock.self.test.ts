import { expect, test } from "vitest";
import { Channel, go, run } from "rendezvous";

test("nobody is accused of waiting for itself at a channel", async () => {
  const { circles, kind } = await run(
    async () => {
      const channel = new Channel<number>();
      go("helper", async () => {
        await channel.send(1);
        await Channel.nil<number>().receive();
      });
      await channel.receive();
      await channel.send(2);
    },
    { clock: "virtual" },
  );

  expect(kind).toBe("deadlock");
  expect(circles).toEqual([]);
});
