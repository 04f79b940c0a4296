import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { transcript } from "../../docs/transcript.ts";
import {
  Channel,
  go,
  type ReceiveChannel,
  type SendChannel,
  sleep,
  yieldNow,
} from "../../lessons/index.ts";
import { describeWith } from "../support/needs.ts";
import { reasonOf, storyOf, valueOf } from "./07-channels.programs.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "lessons/07-channels");
const snippet = join(root, "test/fixtures/article/send-receive.go");

describe("a send meets a receive", () => {
  test("that comes later, and waits for it", async () => {
    const events = await valueOf(async () => {
      const said: string[] = [];
      const lines = new Channel<string>();
      go(async () => {
        await lines.send("hello");
        said.push("sent");
      });
      await sleep(1_000);
      said.push("receives");
      said.push((await lines.receive()) ?? "");
      await yieldNow();
      return said;
    });

    expect(events).toEqual(["receives", "hello", "sent"]);
  });

  test("that came before, and does not wait", async () => {
    const events = await valueOf(async () => {
      const said: string[] = [];
      const lines = new Channel<string>();
      go(async () => said.push((await lines.receive()) ?? ""));
      await yieldNow();
      await lines.send("hello");
      said.push("sent");
      await yieldNow();
      return said;
    });

    expect(events).toEqual(["sent", "hello"]);
  });

  test("on the other side of a sleep, however long it is", async () => {
    const waited = await valueOf(async () => {
      const lines = new Channel<string>();
      let isSent = false;
      go(async () => {
        await lines.send("hello");
        isSent = true;
      });
      await sleep(3_600_000);
      return !isSent;
    });

    expect(waited).toBe(true);
  });

  test("and what its sender did before is seen by the receiver", async () => {
    const seen = await valueOf(async () => {
      let written = "";
      const signal = new Channel<number>();
      go(async () => {
        written = "before the send";
        await signal.send(0);
      });
      await signal.receive();
      return written;
    });

    expect(seen).toBe("before the send");
  });

  test("and what its receiver did before is seen by the sender", async () => {
    const seen = await valueOf(async () => {
      let written = "";
      const signal = new Channel<number>();
      go(async () => {
        await sleep(20);
        written = "before the receive";
        await signal.receive();
      });
      await signal.send(0);
      return written;
    });

    expect(seen).toBe("before the receive");
  });

  test("and both go on", async () => {
    const gone = await valueOf(async () => {
      const ended: string[] = [];
      const lines = new Channel<string>();
      go(async () => {
        await lines.send("hello");
        ended.push("sender");
      });
      go(async () => {
        await lines.receive();
        ended.push("receiver");
      });
      await sleep(1);
      return ended.sort();
    });

    expect(gone).toEqual(["receiver", "sender"]);
  });
});

describe("a channel without room", () => {
  test("holds nothing while senders wait", async () => {
    const held = await valueOf(async () => {
      const lines = new Channel<string>();
      go(() => lines.send("a"));
      go(() => lines.send("b"));
      await yieldNow();
      return { length: lines.length, capacity: lines.capacity };
    });

    expect(held).toEqual({ length: 0, capacity: 0 });
  });

  test("keeps main waiting in a send that nobody receives", async () => {
    const reason = await reasonOf(() => new Channel<string>().send("hello"));

    expect(reason).toBe("chan send");
  });

  test("keeps main waiting in a receive to which nobody sends", async () => {
    const reason = await reasonOf(() => new Channel<string>().receive());

    expect(reason).toBe("chan receive");
  });

  test("does not let a goroutine meet itself", async () => {
    const reason = await reasonOf(async () => {
      const lines = new Channel<string>();
      await lines.send("hello");
      await lines.receive();
    });

    expect(reason).toBe("chan send");
  });
});

describe("the demo", () => {
  async function say(lines: SendChannel<string>, line: string): Promise<void> {
    await lines.send(line);
  }

  async function hear(lines: ReceiveChannel<string>): Promise<void> {
    await lines.receive();
    await sleep(20);
  }

  test("is this story, event by event", async () => {
    const story = await storyOf(async () => {
      const lines = new Channel<string>();
      go("alice", say, lines, "hello");
      await sleep(20);
      go("bob", say, lines, "hi");
      await sleep(20);
      await hear(lines);
      await hear(lines);
      go("carol", say, lines, "hey");
      await hear(lines);
    });

    expect(story).toEqual([
      "0 starts 1 ",
      "1 starts 2 alice",
      "1 sleeps until 20",
      "1 parks: sleep",
      "2 parks: chan send",
      "0 readies 1",
      "1 starts 3 bob",
      "1 sleeps until 40",
      "1 parks: sleep",
      "3 parks: chan send",
      "0 readies 1",
      '2 hands "hello" to 1',
      "1 readies 2",
      "1 sleeps until 60",
      "1 parks: sleep",
      "2 ends",
      "0 readies 1",
      '3 hands "hi" to 1',
      "1 readies 3",
      "1 sleeps until 80",
      "1 parks: sleep",
      "3 ends",
      "0 readies 1",
      "1 starts 4 carol",
      "1 parks: chan receive",
      '4 hands "hey" to 1',
      "4 readies 1",
      "4 ends",
      "1 sleeps until 100",
      "1 parks: sleep",
      "0 readies 1",
      "1 ends",
    ]);
  });

  test("prints the same on both clocks", { timeout: 30_000 }, async () => {
    const command = "npm run lesson 7";

    const real = await transcript(command, folder);
    const virtual = await transcript(command, folder, { CLOCK: "virtual" });

    expect(real).toContain('the room writes down "hey"');
    expect(virtual).toBe(real);
  });

  test("without an await claims too much", { timeout: 30_000 }, async () => {
    const broken = await transcript("npm run break 7", folder);

    const lines = broken.split("\n");
    expect(lines.slice(0, 2)).toEqual([
      'alice comes with "hello"',
      "alice is heard, and goes on",
    ]);
    expect(broken).toContain("nobody awaited its chan send on chan#1");
    expect(broken).toContain('the room writes down "hello"');
  });
});

describeWith("go", "the Go original", (go) => {
  const run = (file: string) =>
    spawnSync(go, ["run", file], { cwd: folder, encoding: "utf8" }).stdout;

  test("tells the demo's story", { timeout: 60_000 }, async () => {
    const ours = await transcript("npm run lesson 7", folder);

    expect(run("main.go")).toBe(ours);
  });

  test("of the article prints our values", { timeout: 60_000 }, async () => {
    const ours = await transcript("npm run lesson 7 values", folder);
    const theirs = run(join(root, "test/fixtures/article/nil-and-made.go"));

    const bare = (text: string) =>
      text.replace(/0x[0-9a-f]+/g, "0xADDRESS").replace(/ +$/gm, "");
    expect(bare(ours).split("\n").slice(0, 4)).toEqual(
      bare(theirs).split("\n"),
    );
  });

  test("of the snippet waits as ours", { timeout: 60_000 }, async () => {
    const ours = await transcript("npm run lesson 7 snippet", folder);
    const scratch = mkdtempSync(join(tmpdir(), "snippet-"));
    const file = join(scratch, "main.go");
    writeFileSync(file, intoOneMain(readFileSync(snippet, "utf8")));

    const { stderr } = spawnSync(go, ["run", file], { encoding: "utf8" });

    rmSync(scratch, { recursive: true });
    const [headline = "", , header = ""] = stderr.split("\n");
    expect(header).toBe("goroutine 1 [chan send]:");
    expect(ours).toContain(`${headline}\n\n${header}\n`);
  });
});

/** The article's two statements, with what they need to compile. */
function intoOneMain(statements: string): string {
  return [
    "package main",
    "func main() {",
    "Mychannel := make(chan string)",
    'element := "element"',
    statements.replace("element :=", "element ="),
    "}",
  ].join("\n");
}
