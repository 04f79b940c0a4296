import express from "express";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { acceptDeflate } from "../../lessons/05-connection/deflate/wire.ts";
import {
  attachEndpoints,
  echo,
} from "../../lessons/05-connection/endpoints.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import { startDemo, type Demo } from "../support/demo.ts";
import { describeWith } from "../support/needs.ts";
import * as chat from "./05-chat.window.ts";

const lesson = join(import.meta.dirname, "../../lessons/05-connection");
const long = "x".repeat(200);
const phone = { width: 375, height: 667 };

describeWith("browser", "the chat page", (path) => {
  const windows = new chat.Windows(path);
  let demo: Demo;
  let host: Server; // of the page alone
  let hostUrl: string;
  let home: string;

  beforeAll(async () => {
    host = createServer(
      express().use("/sub/chat", express.static(join(lesson, "public"))),
    );
    hostUrl = await listen(host, 0);
    demo = await startDemo("5");
    home = `${demo.url}/chat/`;
  });

  afterAll(async () => {
    await demo?.stop();
    host?.closeAllConnections();
    host?.close();
  });

  const open = (url = home) => windows.open(url);
  const enter = (name: string, options = {}) =>
    windows.enter(home, name, options);

  test("shows who is there, who joins and who leaves", async () => {
    const alice = await enter("alice");
    const bob = await enter("bob");

    await chat.shown(alice, "bob joined");
    expect(await chat.people(alice)).toEqual(["alice (you)", "bob"]);
    expect(await chat.people(bob)).toEqual(["bob (you)", "alice"]);

    await bob.context().close();
    await chat.shown(alice, "bob left");
    expect(await chat.people(alice)).toEqual(["alice (you)"]);
  });

  test("tells two people of one name apart", async () => {
    const one = await enter("sam");
    const other = await enter("sam");

    await chat.say(one, "it is me");
    await chat.shown(other, "it is me");
    await chat.shown(one, "it is me");

    expect(await chat.talk(one)).toEqual(["You: it is me"]);
    expect(await chat.talk(other)).toEqual(["sam: it is me"]);
  });

  test("is one person in each of two frames, also when loaded again", async () => {
    const page = await open();
    await page.setContent(
      `<iframe src="/chat/"></iframe><iframe src="/chat/"></iframe>`,
    );
    const one = page.frameLocator("iframe").first();
    const other = page.frameLocator("iframe").last();
    await chat.enterAs(one, "alice");
    await chat.shown(one, "You joined");
    await chat.enterAs(other, "bob");
    await chat.shown(one, "bob joined");

    await page.evaluate(
      "for (const frame of document.querySelectorAll('iframe')) frame.contentWindow.location.reload()",
    );

    const everybody = async () => [
      (await chat.people(one))[0],
      (await chat.people(other))[0],
    ];
    await chat.eventually(everybody, ["alice (you)", "bob (you)"]);
    await chat.eventually(async () => (await chat.people(one)).length, 2);
  });

  test("gives back what the server has not said back", async () => {
    const page = await open("about:blank");
    await page.routeWebSocket(/\/chat\/$/, (socket) => {
      socket.onMessage((data) => {
        if (data.toString().includes("say")) return void socket.close();
        socket.send(`{"kind":"welcome","names":[]}`);
        socket.send(`{"kind":"joined","name":"alice"}`);
      });
    });
    await page.goto(`${hostUrl}/sub/chat/`);
    await chat.enterAs(page, "alice");
    await chat.shown(page, "You joined");

    await chat.say(page, "into the void");

    await chat.shown(page, "The connection is lost.");
    expect(await chat.message(page).inputValue()).toBe("into the void");
    expect(await chat.talk(page)).toEqual([]);
  });

  test("says how to start a server where there is none, and goes on trying", async () => {
    const page = await open(`${hostUrl}/sub/chat/index.html`);

    await page.getByText("to start one on your machine").waitFor();
    const next = await page.waitForEvent("websocket");

    expect(next.url()).toBe(`${hostUrl.replace("http", "ws")}/sub/chat/`);
    expect(await page.locator("code").innerText()).toBe("npm ci && npm start");
    expect(await chat.status(page)).toBe("No server yet, still trying …");
  });

  test("asks for a name once in each window", async () => {
    const alice = await enter("alice");

    await alice.reload();

    await chat.shown(alice, "You joined");
    expect(await chat.people(alice)).toEqual(["alice (you)"]);
  });

  test("lets a person leave and come in as another", async () => {
    const alice = await enter("alice");
    const bob = await enter("bob");

    await bob.getByRole("button", { name: "Leave" }).click();
    await chat.shown(alice, "bob left");
    await chat.enterAs(bob, "bobby");

    await chat.shown(alice, "bobby joined");
    expect(await chat.people(alice)).toEqual(["alice (you)", "bobby"]);
  });

  test("works where storage is blocked", async () => {
    const page = await open("about:blank");
    await page.addInitScript(`Object.defineProperty(window, "sessionStorage", {
      get() { throw new DOMException("blocked", "SecurityError"); },
    })`);
    await page.goto(`${demo.url}/chat/`);

    await chat.enterAs(page, "alice");

    await chat.shown(page, "You joined");
  });

  test("keeps the focus in the field; Shift with Enter breaks a line", async () => {
    const page = await enter("alice");

    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    await page.keyboard.press("Enter");
    await page.keyboard.type("three");
    await page.getByRole("button", { name: "Send" }).click();
    await chat.shown(page, "three");

    expect(await chat.talk(page)).toEqual(["You: one\ntwo", "You: three"]);
    expect(await page.evaluate("document.activeElement.id")).toBe("text");
  });

  test("leaves a reader who has scrolled up in place, and says what is new", async () => {
    const alice = await enter("alice");
    const bob = await enter("bob");
    await chat.say(bob, "line\n".repeat(100));
    await chat.shown(alice, "line");
    await chat.eventually(() => chat.distance(alice), 0);

    await alice.evaluate("document.getElementById('log').scrollTo(0, 0)");
    await chat.eventually(async () => (await chat.distance(alice)) > 100, true);
    await chat.say(bob, "news");

    const button = alice.getByRole("button", { name: "1 new message" });
    await button.waitFor();
    expect(await chat.measure(alice, "scrollTop")).toBe(0);
    await button.click();
    await button.waitFor({ state: "hidden" });
    await chat.eventually(() => chat.distance(alice), 0);
  });

  test("is no wider than its window, whatever is said", async () => {
    const page = await enter(long.slice(0, 24));
    await chat.say(page, long);
    await chat.shown(page, long);

    const reach = async (width: number) => {
      await page.setViewportSize({ width, height: 416 });
      return page.evaluate<number>("document.documentElement.scrollWidth");
    };
    expect(await reach(1280)).toBe(1280);
    expect(await reach(375)).toBe(375);
    expect(await reach(360)).toBe(360);
    expect(await chat.cut(page)).toBe(0);
  });

  test("is as dark as its address asks, else as the system is", async () => {
    const page = await open(`${demo.url}/chat/?theme=dark`);
    const dark = await chat.background(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${demo.url}/chat/?theme=light`);
    const light = await chat.background(page);
    await page.goto(`${demo.url}/chat/`);

    expect(light).not.toBe(dark);
    expect(await chat.background(page)).toBe(dark);
  });

  test("is accessible at the door, alone and in talk, by day and by night", async () => {
    const door = await open();
    const nobody = await open(`${hostUrl}/sub/chat/`);
    await nobody.getByText("to start one on your machine").waitFor();
    const alice = await enter("alice");
    const alone = await chat.findSerious(alice);
    const bob = await enter("bob", { viewport: phone });
    await chat.say(alice, "hi");
    await chat.say(bob, "hello");
    await chat.shown(alice, "hello");

    expect(alone).toEqual([]);
    for (const page of [door, nobody, alice, bob]) {
      expect(await chat.findSerious(page)).toEqual([]);
    }
  });

  test("lets the browser's own WebSocket talk to / and /echo", async () => {
    const page = await open();
    const origin = demo.url.replace("http", "ws");

    const greeting = await page.evaluate(`(${askOnce})("${origin}/")`);
    const text = await page.evaluate(`(${askOnce})("${origin}/echo", "héllo")`);
    const bytes = await page.evaluate(
      `(${askOnce})("${origin}/echo", Uint8Array.of(0, 128, 255))`,
    );

    expect(greeting).toBe("Setting up the server!");
    expect(text).toBe("héllo");
    expect(bytes).toEqual([0, 128, 255]);
  });

  test("packs messages with a server that does", async () => {
    const server = createServer();
    attachEndpoints(server, { "/": echo }, defaultLimits, {
      accept: acceptDeflate(),
    });
    const url = (await listen(server, 0)).replace("http", "ws");
    const page = await open();
    const letters = ["tea and tea and tea", "héllo 🌍 ".repeat(2_000), ""];

    const heard = await page.evaluate(
      `(${packAll})("${url}", ${JSON.stringify(letters)})`,
    );
    server.close();

    expect(heard).toEqual(["permessage-deflate", ...letters]);
  });

  test("asks no other host for anything, and complains of nothing", () => {
    expect(windows.hosts).toEqual(["localhost"]);
    expect(windows.complaints).toEqual([]);
  });
});

// The same for several things: resolves with the extensions, then the answers.
const packAll = `(url, letters) => new Promise((resolve) => {
  const socket = new WebSocket(url);
  const heard = [];
  socket.onopen = () => {
    heard.push(socket.extensions);
    for (const letter of letters) socket.send(letter);
  };
  socket.onmessage = ({ data }) => {
    heard.push(data);
    if (heard.length <= letters.length) return;
    socket.onclose = () => resolve(heard);
    socket.close();
  };
})`;

// A string, because it runs in the page: says one thing, or nothing, and resolves
// with the answer.
const askOnce = `(url, said) => new Promise((resolve) => {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => said && socket.send(said);
  socket.onmessage = ({ data }) => {
    resolve(typeof data === "string" ? data : [...new Uint8Array(data)]);
    socket.close();
  };
})`;
