import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Channel, external, go, run, sleep, tick } from "rendezvous";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { FrameDecoder } from "../../lessons/03-frames/frame.ts";
import { connect } from "../../lessons/05-connection/client.ts";
import type { Connection } from "../../lessons/05-connection/connection.ts";
import { attachEndpoints } from "../../lessons/05-connection/endpoints.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import {
  type Accept,
  acceptConnection,
} from "../../lessons/05-connection/websocket.ts";
import { Room } from "../../lessons/14-pump/demo/room.ts";
import { tellStory } from "../../lessons/14-pump/demo/story.ts";
import { incoming } from "../../lessons/14-pump/incoming.ts";
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
        () => tellStory(new Room(tick(20)), accept, (line) => lines.push(line)),
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

test.each([
  ["our own wire", acceptConnection],
  ["the wire of ws", acceptWs],
])(
  "who is let go hears a beginning without a gap, and 1013, on %s",
  { timeout: 30_000 },
  async (_wire, accept) => {
    const { heard, said, code } = await letGoOfBob(accept);

    expect(heard).toEqual(said.slice(0, heard.length));
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.length).toBeLessThanOrEqual(said.length - outboxMessages);
    expect(code).toBe(1013);
  },
);

const outboxMessages = 16; // of each member of the room

/** Bob pauses until he is let go of, and reads again at once. */
async function letGoOfBob(accept: Accept) {
  const server = createServer();
  const said: number[] = [];
  const heard: number[] = [];
  const { value: code } = await run(async () => {
    const room = new Room(new Channel());
    const enter = (connection: Connection) => room.enter(connection);
    const stop = attachEndpoints(server, { "/": enter }, defaultLimits, {
      accept,
    });
    const listening = external("server");
    const url = (await external(listen(server, 0))).replace("http", "ws");
    const bob = await external(connect(url));
    const ended = new Promise<number>((resolve) => (bob.onclose = resolve));
    bob.onmessage = (word) => void heard.push(parseInt(word.toString()));
    bob.pause();
    const alice = await external(connect(url));
    const echo = incoming(alice);
    while (room.letGo === 0) {
      const word = said.push(said.length + 1);
      await external(alice.send(`${word}`.padEnd(60_000)));
      await echo.receive();
    }
    bob.resume();
    const told = await external(ended);
    await room.quit();
    await external(stop());
    server.close();
    listening.done();
    return told;
  });
  return { heard, said, code };
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

  test("lets go of nobody in a burst, as each word comes to it alone", async () => {
    const people = [new PoliteConnection(), new PoliteConnection()];
    const said = Array.from({ length: 300 }, (_, index) => `${index + 1}`);

    await passes(
      async () => {
        const room = new Room(new Channel());
        for (const connection of people) room.enter(connection);
        await sleep(1);
        people[0]?.hear(...said);
        await sleep(1);
        expect(room.letGo).toBe(0);
        await room.quit();
      },
      { strict: true },
    );

    expect(people.map(textsOf)).toEqual([said, said]);
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
