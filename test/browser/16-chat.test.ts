import { createServer } from "node:https";
import type { Page } from "playwright-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { attachChat } from "../../lessons/16-chat/chat.ts";
import { chatPage } from "../../lessons/16-chat/server.ts";
import { plainClient, startChat, wireNames } from "../lessons/16-chat.peers.ts";
import { selfSigned } from "../support/certificate.ts";
import { type Demo, startDemo } from "../support/demo.ts";
import { describeWith } from "../support/needs.ts";
import * as chat from "./05-chat.window.ts";

const phone = { width: 375, height: 667 };

describeWith("browser", "the chat of guests", (path) => {
  const windows = new chat.Windows(path);

  describe.each(wireNames)("on the wire %s", (wire) => {
    async function start(port = "0"): Promise<Demo> {
      const demo = await startDemo(`16 --wire ${wire}`, { PORT: port });
      onTestFinished(async () => void (await demo.stop("SIGKILL")));
      return demo;
    }

    test("two windows talk, one leaves, the server is killed, and all is well again", async () => {
      const first = await start();
      const alice = await windows.enter(first.url, "alice");
      const bob = await windows.enter(first.url, "bob");
      const carol = await windows.enter(first.url, "carol");
      await chat.say(alice, "hello bob");
      await chat.shown(bob, "hello bob");
      await carol.close();
      await chat.shown(bob, "carol left");

      await first.stop("SIGKILL");
      await chat.shown(alice, "The connection is lost.");
      expect(await chat.status(alice)).toMatch(/^Reconnecting( in \d+ s)? …$/);
      await chat.say(alice, "are you there?");
      await alice.getByText("Not sent yet.").waitFor();

      const second = await start(new URL(first.url).port);
      await Promise.all([alice, bob].map(hurry));
      await chat.shown(alice, "You are back.");
      await chat.shown(bob, "You are back.");
      await bob.getByText("Here: 2").waitFor();
      expect(await chat.status(alice)).toBe("Connected");
      await chat.message(alice).press("Enter");
      await chat.shown(bob, "are you there?");

      expect(await second.stop("SIGTERM")).toBe(0);
      await chat.shown(bob, "The server has gone away.");
    });

    test("a plain client takes part as a guest without a name", async () => {
      const server = await startChat(wire);
      const guest = await plainClient(server);
      const alice = await windows.enter(server.url, "alice");

      await chat.say(alice, "who is there?");
      expect(await guest.hear()).toBe("who is there?");
      guest.say("a script");
      guest.say(new Uint8Array(3));
      await chat.shown(alice, "3 bytes");

      expect(await chat.talk(alice)).toEqual([
        "You: who is there?",
        "Guest without a name: a script",
        "Guest without a name: 3 bytes",
      ]);
      expect(await chat.people(alice)).toEqual(["alice (you)"]);
    });
  });

  test("shows markup of anybody as text", async () => {
    const server = await startChat("own");
    const markup = `<img src=x onerror="document.title='caught'"><i>1</i>`;
    const alice = await windows.enter(server.url, "alice");
    const mallory = await windows.enter(server.url, "<b>mallory</b>");

    await chat.say(mallory, markup);
    await chat.shown(alice, "<i>1</i>");
    (await plainClient(server)).say(`${markup}2`);
    await chat.shown(alice, "<i>1</i>2");

    expect(await chat.talk(alice)).toEqual([
      `<b>mallory</b>: ${markup}`,
      `Guest without a name: ${markup}2`,
    ]);
    expect(await alice.locator("#room :is(img, b, i)").count()).toBe(0);
    expect(await alice.title()).toBe("Chat");
  });

  test("is used by keys alone, and holds nobody fast", async () => {
    const server = await startChat("own");
    const page = await windows.open(server.url);

    await page.keyboard.type("alice");
    await page.keyboard.press("Enter");
    await chat.shown(page, "You joined");
    await page.keyboard.type("first");
    await page.keyboard.press("Enter");
    await chat.shown(page, "first");
    const back = await press(page, "Shift+Tab", 4);
    await press(page, "Tab", 2);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    const on = await press(page, "Tab", 2);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    expect(back).toEqual(["log", "Other clients", "people", "Leave"]);
    expect(on).toEqual(["Copy", "log"]);
    expect(await press(page, "Tab", 2)).toEqual(["text", "Send"]);
  });

  test("gives other clients a line that takes part", async () => {
    const server = await startChat("own");
    const alice = await windows.enter(server.url, "alice", {
      permissions: ["clipboard-read", "clipboard-write"],
    });

    await alice.getByRole("button", { name: "Other clients" }).click();
    await alice.getByRole("button", { name: "Copy" }).click();
    await alice.getByText("Copied").waitFor();
    const line = await alice.evaluate<string>("navigator.clipboard.readText()");
    await (await windows.open(server.url)).evaluate(`${line}; 0`);

    await chat.shown(alice, "hello");
    expect(await chat.talk(alice)).toEqual(["Guest without a name: hello"]);
  });

  test("keeps what was typed when the page is loaded again", async () => {
    const server = await startChat("own");
    const alice = await windows.enter(server.url, "alice");

    await chat.message(alice).fill("half a thou");
    await alice.reload();
    await chat.shown(alice, "You joined");

    expect(await chat.message(alice).inputValue()).toBe("half a thou");
  });

  test("lays out what is near the reader, of ten thousand lines", async () => {
    const server = await startChat("own");
    const alice = await windows.enter(server.url, "alice");

    await alice.evaluate(sayAtOnce(10_100));
    await chat.eventually(() => chat.distance(alice), 0);

    expect(await alice.evaluate(laidOut)).toEqual([false, true]);
    const lines = await alice.locator("#lines li").count();
    expect(lines).toBe(10_000);
  });

  test("stays in reach on a phone with its keyboard open", async () => {
    const server = await startChat("own");
    const name = "W".repeat(24);
    const alice = await windows.enter(server.url, name, { viewport: phone });
    const guest = await plainClient(server);
    for (let line = 1; line <= 30; line++) guest.say("x".repeat(10 * line));
    await chat.shown(alice, "x".repeat(300));

    await alice.setViewportSize({ width: 375, height: 300 });

    await chat.eventually(() => chat.distance(alice), 0);
    expect(await alice.evaluate("document.documentElement.scrollWidth")).toBe(
      375,
    );
    expect(await chat.cut(alice)).toBe(0);
    await expect(bottom(alice, "#say")).resolves.toBe(300);
    await expect(bottom(alice, "#lines")).resolves.toBeLessThan(300);
  });

  test("asks for wss where it came by https", async () => {
    const server = createServer(selfSigned(), chatPage());
    const stop = attachChat(server);
    onTestFinished(async () => {
      await stop();
      server.closeAllConnections();
      server.close();
    });
    const url = (await listen(server, 0)).replace("http:", "https:");

    await windows.enter(url, "alice", { ignoreHTTPSErrors: true });

    expect(windows.requests.at(-1)).toBe(`${url.replace("https", "wss")}/ws`);
  });

  test("says so when it was too slow to keep up", async () => {
    const server = await startChat("own");
    const alice = await windows.open("about:blank");
    await alice.routeWebSocket(/\/ws$/, (socket) => {
      socket.onMessage(() => {
        socket.send(`{"kind":"welcome","names":[]}`);
        socket.send(`{"kind":"joined","name":"alice"}`);
        void socket.close({ code: 1013 });
      });
    });
    await alice.goto(server.url);

    await chat.enterAs(alice, "alice");

    await chat.shown(alice, "This window did not keep up, and was let go.");
  });

  test("is accessible in every state, by day and by night", async () => {
    const server = await startChat("own");
    const alice = await windows.enter(server.url, "alice", { viewport: phone });
    const bob = await windows.enter(server.url, "bob");
    const guest = await plainClient(server);
    guest.say("a script");
    await chat.say(bob, "line\n".repeat(100));
    await chat.shown(alice, "line");
    await alice.evaluate("document.getElementById('log').scrollTo(0, 0)");
    await chat.say(bob, "news");
    await alice.getByRole("button", { name: "1 new message" }).waitFor();
    expect(await chat.findSerious(alice)).toEqual([]);

    await bob.getByRole("button", { name: "Other clients" }).click();
    expect(await chat.findSerious(bob)).toEqual([]);
    await server.stop();
    await chat.shown(alice, "The server has gone away.");
    expect(await chat.findSerious(alice)).toEqual([]);
  });

  test("asks no other host for anything, and complains of nothing", () => {
    expect(windows.hosts).toEqual(["localhost"]);
    expect(windows.complaints).toEqual([]);
  });
});

/** Whatever kept the page from its server may be over. */
async function hurry(page: Page): Promise<void> {
  await page.evaluate("dispatchEvent(new Event('online'))");
}

/** Presses `key` some times; what has the focus after each. */
async function press(
  page: Page,
  key: string,
  times: number,
): Promise<string[]> {
  const names: string[] = [];
  for (let time = 0; time < times; time++) {
    await page.keyboard.press(key);
    names.push(await focused(page));
  }
  return names;
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>(`(({ id, ariaLabel, textContent }) =>
    id || ariaLabel || textContent)(document.activeElement)`);
}

function bottom(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(
    `Math.round(document.querySelector("${selector}").getBoundingClientRect().bottom)`,
  );
}

// Strings, because they run in the page.

const sayAtOnce = (count: number) => `import("./talk.js").then(({ Talk }) => {
  const talk = new Talk();
  document.querySelector(".talk").replaceWith(talk.element);
  for (let line = 1; line <= ${count}; line++) talk.say("", "line " + line, false);
})`;

const laidOut = `[":first-child", ":last-child"].map((end) =>
  document
    .querySelector("#lines ol" + end + " li" + end)
    .checkVisibility({ contentVisibilityAuto: true }))`;
