import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chatProtocol } from "../../lessons/16-chat/guest.ts";
import { fixtureFolder } from "../support/article.ts";
import { describeWith } from "../support/needs.ts";
import { accepts, freePort } from "../support/port.ts";
import { plainClient, startChat, Visitor, wireNames } from "./16-chat.peers.ts";

interface Chat {
  url: string;
}

const ours = wireNames.map(
  (wire) => [wire, () => startChat(wire)] as [string, () => Promise<Chat>],
);

describe.each(ours)("on the wire %s", (_wire, start) => {
  clientTest(start);

  test("a burst of 5,000 comes to ten clients, all of it", async () => {
    const heard = await burst(await start());

    expect(heard).toEqual(Array(10).fill(messages));
  });
});

const folder = join(import.meta.dirname, "../../lessons/16-chat/go");

describeWith("go", "the article's server in Go", (go) => {
  const why = go && whyNotDownloaded(go);
  if (why && process.env["NO_SKIPS"]) throw new Error(why);
  if (why) console.log(`skipped, because gin cannot be downloaded: ${why}`);

  describe.skipIf(why)("built with gin and melody", () => {
    let server: GoServer;
    beforeAll(async () => {
      server = await startGoChat(go);
    }, 300_000);
    afterAll(() => server?.stop());

    clientTest(() => Promise.resolve(server));

    test("serves the same page", async () => {
      const { status, headers } = await fetch(server.url);

      expect(status).toBe(200);
      expect(headers.get("content-type")).toContain("text/html");
    });

    test("knows no subprotocol, so that our page cannot join", async () => {
      const visitor = new Visitor(server.url, [chatProtocol]);

      const [error] = (await once(visitor.socket, "error")) as [Error];

      expect(error.message).toBe("Server sent no subprotocol");
    });

    test("keeps a binary message to itself", async () => {
      const [alice, bob] = await enter(server, 2);

      alice?.say(Uint8Array.of(1, 2, 3));
      alice?.say("text");

      expect(await bob?.hear()).toBe("text");
    });

    test("ends the connection of who says more than 512 bytes", async () => {
      const [alice] = await enter(server, 1);

      alice?.say("x".repeat(513));

      expect(await alice?.closed).toMatch(/^100[69]/);
    });

    test("loses some of a burst of 5,000, and says so to nobody", async () => {
      const heard = await burst(server);

      const counts = heard.map((each) => each.length);
      expect(Math.min(...counts)).toBeLessThan(5_000);
    }, 30_000);
  });
});

test("the Go original is the article's program, with three lines changed", () => {
  const article = linesOf(join(fixtureFolder, "chat-server.go"));
  const original = linesOf(join(folder, "main.go"));
  const kept = (line: string) => original.includes(line);

  expect(article.filter((line) => !kept(line))).toEqual([
    '"gopkg.in/olahol/melody.v1"',
    'r.Use(static.Serve("/", static.LocalFile("./public", true)))',
    'r.Run(":5000")',
  ]);
  expect(original.filter((line) => article.includes(line))).toEqual(
    article.filter(kept),
  );
});

// Without blanks: the article indents with spaces, and Go with tabs.
function linesOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  const program = text.slice(text.indexOf("package main"));
  return (program.split(/^\/\/ #endregion/m)[0] ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What any server of the article must do for any WebSocket client. */
function clientTest(start: () => Promise<Chat>): void {
  test.each([
    ["a word", "hello"],
    ["other alphabets", "こんにちは 🌍"],
    ["nothing", ""],
    ["500 bytes", "x".repeat(500)],
  ])("%s comes to everybody, the sender included", async (_what, text) => {
    const all = await enter(await start(), 3);

    all[0]?.say(text);

    const heard = await Promise.all(all.map((each) => each.hear()));
    expect(heard).toEqual([text, text, text]);
  });

  test("a hundred messages come in order, and somebody leaves", async () => {
    const [alice, bob, carol] = await enter(await start(), 3);
    const said = Array.from({ length: 100 }, (_, index) => `${index}`);

    bob?.socket.close();
    await bob?.closed;
    for (const text of said) alice?.say(text);

    expect(await alice?.hearAll(100)).toEqual(said);
    expect(await carol?.hearAll(100)).toEqual(said);
  });
}

/**
 * So many plain clients that are in. The Go server does not say when one is, so
 * each says a word and waits for it.
 */
async function enter(chat: Chat, count: number): Promise<Visitor[]> {
  const all: Visitor[] = [];
  for (let index = 0; index < count; index++) {
    const visitor = await plainClient(chat);
    visitor.say(`knock ${index}`);
    all.push(visitor);
    for (const each of all) while ((await each.hear()) !== `knock ${index}`);
  }
  return all;
}

const messages = Array.from({ length: 5_000 }, (_, index) =>
  `${index}`.padEnd(100, "."),
);

/** What ten clients hear of 5,000 messages that one of them says at once. */
async function burst(chat: Chat): Promise<string[][]> {
  const all = await enter(chat, 10);
  const ends = new AbortController();
  const talker = all[0];
  for (const text of messages) talker?.say(text);
  // The word that it is over may get lost as well: it is said until all have it.
  const repeat = async () => {
    while (!ends.signal.aborted) {
      talker?.say("over");
      await sleep(20);
    }
  };
  const saying = repeat();
  const heard = await Promise.all(all.map(untilOver));
  ends.abort();
  await saying;
  return heard;
}

async function untilOver(visitor: Visitor): Promise<string[]> {
  const heard: string[] = [];
  for (;;) {
    const message = (await visitor.hear()).toString();
    if (message === "over") return heard;
    heard.push(message);
  }
}

function whyNotDownloaded(go: string): string {
  const { status, stderr } = spawnSync(go, ["mod", "download"], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
  });
  return status === 0 ? "" : stderr.trim() || "it takes more than a minute";
}

interface GoServer extends Chat {
  stop: () => Promise<void>;
}

async function startGoChat(go: string): Promise<GoServer> {
  const scratch = mkdtempSync(join(tmpdir(), "go-chat-"));
  const program = join(scratch, "chat");
  execFileSync(go, ["build", "-o", program, "."], { cwd: folder });
  const port = await freePort();
  const env = { ...process.env, PORT: `${port}`, GIN_MODE: "release" };
  const child = spawn(program, { cwd: folder, env, stdio: "ignore" });
  const exit = once(child, "exit");
  await accepts(port);
  const stop = async () => {
    child.kill("SIGKILL");
    await exit;
    rmSync(scratch, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
