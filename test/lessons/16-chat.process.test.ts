import { createServer } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { startDemo } from "../support/demo.ts";
import { plainClient, shakeHands } from "./16-chat.peers.ts";

// Only our own wire gives a reason with its 1009, so the goodbye tells them apart.
test.each([
  ["16", /^1009 ./],
  ["16 -- --wire own", /^1009 ./],
  ["16 -- --wire ws", /^1009$/],
])(
  "npm run lesson %s serves, and is gone within a second of SIGTERM",
  async (words, goodbye) => {
    const demo = await startDemo(words.replace("-- ", ""), {
      MAX_MESSAGE_BYTES: "10",
    });
    onTestFinished(async () => void (await demo.stop("SIGKILL")));
    const port = Number(new URL(demo.url).port);
    const silent = await shakeHands(port);
    const alice = await plainClient(demo);
    const bob = await plainClient(demo);

    alice.say("ten bytes!");
    expect(await bob.hear()).toBe("ten bytes!");
    bob.say("eleven byte");
    expect(await bob.closed).toMatch(goodbye);
    const started = Date.now();
    const status = await demo.stop();

    expect(status).toBe(0);
    expect(Date.now() - started).toBeLessThan(1_500);
    expect(await alice.closed).toBe("1001");
    expect(await silent.rest()).toContain("880203e9");
    expect(demo.output()).toBe(`listening on ${demo.url}\n`);
  },
);

test("a wire that there is not ends it with a sentence", async () => {
  await expect(startDemo("16 --wire tcp")).rejects.toThrow(
    'exit status 1: expected --wire own or --wire ws, got "--wire tcp"\n',
  );
});

test("a busy port 5000 is explained, with what a Mac does with it", async () => {
  const other = createServer();
  other.on("error", () => undefined); // somebody has it already: as good
  other.listen(5000);
  await Promise.race([once(other, "listening"), once(other, "error")]);
  onTestFinished(() => void other.close());

  await expect(startDemo("16", { PORT: "" })).rejects.toThrow(
    /^exit status 1: expected port 5000 to be free, .*AirPlay.*\n$/,
  );
});
