import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Channel, go, run, sleep, tick } from "rendezvous";
import { FrameDecoder } from "../../lessons/03-frames/frame.ts";
import { acceptConnection } from "../../lessons/05-connection/websocket.ts";
import { Room } from "../../lessons/14-pump/demo/room.ts";
import { tell } from "../../lessons/14-pump/demo/story.ts";
import { acceptWs } from "../../lessons/14-pump/ws.ts";
import { passes } from "./10-time.virtual.ts";
import { FakeConnection } from "./14-pump.fake.ts";
import { loader } from "../support/loader.ts";

const root = join(import.meta.dirname, "../..");

describe("the story of three people", () => {
  test.each([
    ["our own wire", acceptConnection],
    ["the wire of ws", acceptWs],
  ])(
    "ends well in the room of goroutines, on %s, and leaves nobody",
    { timeout: 30_000 },
    async (_wire, accept) => {
      const lines: string[] = [];

      const { kind, report } = await run(
        () => tell(new Room(tick(20)), accept, (line) => lines.push(line)),
        { strict: true },
      );

      expect({ kind, report }).toEqual({ kind: "returned", report: "" });
      expect(lines).toEqual([
        "bob joins, and stops reading",
        "carol joins, and reads all she gets",
        "alice says 300 words, and hears them all",
        "carol hears all of them",
        "bob is let go",
        "in 6 ticks carol hears 6 of them",
        "a second after quit: done",
        "carol is told 1001",
      ]);
    },
  );

  test("ends badly in lesson 5's tangle", { timeout: 30_000 }, () => {
    const words = ["--import", loader, "lessons/run.ts", "14", "tangle"];

    const { stdout } = spawnSync(process.execPath, words, { cwd: root });

    expect(stdout.toString().trim().split("\n")).toEqual([
      "bob joins, and stops reading",
      "carol joins, and reads all she gets",
      "alice says 300 words, and soon hears herself no more",
      "carol hears some of them",
      "nobody is let go",
      "in 6 ticks carol hears 0 of them",
      "a tick fails, and nobody handles it: expected an open connection, got one that is closed",
      "a second after quit: not done",
      "carol is told nothing",
    ]);
  });
});

/** The texts that were written to `connection`. */
function textsOf({ writes }: FakeConnection): string[] {
  const decoder = new FrameDecoder({ masked: false, maxPayloadBytes: 1_000 });
  for (const bytes of writes) decoder.push(bytes);
  const texts: string[] = [];
  for (let frame = decoder.next(); frame; frame = decoder.next()) {
    texts.push(new TextDecoder().decode(frame.payload));
  }
  return texts;
}

/** When its goodbye is said, the peer answers it and the socket ends. */
class PoliteConnection extends FakeConnection {
  override close(code?: number): Promise<void> {
    queueMicrotask(() => this.destroy());
    return super.close(code);
  }
}

describe("the room", () => {
  test("tells everybody what one says, the talker too", async () => {
    const [alice, bob] = [new PoliteConnection(), new PoliteConnection()];

    await passes(
      async () => {
        const room = new Room(new Channel());
        for (const connection of [alice, bob]) room.enter(connection);
        await sleep(1);
        alice.hear("hi");
        bob.hear("hello");
        await sleep(1);
        await room.quit();
      },
      { strict: true },
    );

    expect(textsOf(alice)).toEqual(["hi", "hello"]);
    expect(textsOf(bob)).toEqual(["hi", "hello"]);
  });

  test("tells the time to all who are there", async () => {
    const [alice, bob] = [new PoliteConnection(), new PoliteConnection()];

    await passes(
      async () => {
        const room = new Room(tick(1_000));
        room.enter(alice);
        await sleep(1_500);
        room.enter(bob);
        await sleep(2_000);
        await room.quit();
      },
      { strict: true },
    );

    expect(textsOf(alice)).toEqual(["tick 1", "tick 2", "tick 3"]);
    expect(textsOf(bob)).toEqual(["tick 2", "tick 3"]);
  });

  test("forgets who has left", async () => {
    const [alice, bob] = [new PoliteConnection(), new PoliteConnection()];

    await passes(
      async () => {
        const room = new Room(tick(1_000));
        for (const connection of [alice, bob]) room.enter(connection);
        await sleep(1_500);
        bob.end();
        await sleep(1_000);
        await room.quit();
      },
      { strict: true },
    );

    expect(textsOf(alice)).toEqual(["tick 1", "tick 2"]);
    expect(textsOf(bob)).toEqual(["tick 1"]);
  });

  test("sends what was said before it closes, and then 1001", async () => {
    const alice = new PoliteConnection();

    await passes(
      async () => {
        const room = new Room(new Channel());
        room.enter(alice);
        await sleep(1);
        alice.hear("last words");
        await sleep(1);
        await room.quit();
      },
      { strict: true },
    );

    expect(textsOf(alice)).toEqual(["last words"]);
    expect(alice.goodbyes).toEqual([1001]);
  });

  test("lets go of who does not read, and the others miss nothing", async () => {
    const [alice, bob] = [new PoliteConnection(), new PoliteConnection()];
    const said = Array.from({ length: 40 }, (_, index) => `${index + 1}`);

    const { value: letGo } = await run(
      async () => {
        const room = new Room(new Channel());
        for (const connection of [alice, bob]) room.enter(connection);
        bob.stick();
        await sleep(1);
        for (const word of said) {
          alice.hear(word);
          await sleep(1);
        }
        await room.quit();
        return room.letGo;
      },
      { strict: true },
    );

    expect(letGo).toBe(1);
    expect(textsOf(alice)).toEqual(said);
    expect(textsOf(bob)).toEqual(["1"]);
    expect(bob.goodbyes[0]).toBe(1013);
    expect(alice.goodbyes).toEqual([1001]);
  });

  test("waits half a second for who does not read, not for ever", async () => {
    const [alice, bob] = [new PoliteConnection(), new FakeConnection()];

    const { kind, value: codes } = await run(
      async () => {
        const room = new Room(new Channel());
        for (const connection of [alice, bob]) room.enter(connection);
        bob.stick();
        await sleep(1);
        alice.hear("hi");
        await sleep(1);
        go("alice", () => alice.hear("bye"));
        await room.quit();
        return [alice.hasEnded, bob.hasEnded];
      },
      { strict: true },
    );

    expect({ kind, codes }).toEqual({ kind: "returned", codes: [true, true] });
  });
});
