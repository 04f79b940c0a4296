import express from "express";
import { createServer } from "node:http";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demo, startDemo } from "../support/demo.ts";
import { describeWith } from "../support/needs.ts";

const publicFolder = join(
  import.meta.dirname,
  "../../lessons/05-connection/public",
);

describeWith("browser", "the chat in a browser", (path) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(path);
  });
  afterAll(() => browser.close());

  async function start(port = "0"): Promise<Demo> {
    const demo = await startDemo("5", { PORT: port });
    onTestFinished(async () => void (await demo.stop("SIGKILL")));
    return demo;
  }

  async function join(url: string, name: string): Promise<Page> {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole("textbox", { name: "Your name" }).fill(name);
    await page.getByRole("button", { name: "Join" }).click();
    return page;
  }

  const log = (page: Page) => page.getByRole("log", { name: "Conversation" });
  const state = (page: Page) => page.getByRole("status");

  async function say(page: Page, text: string): Promise<void> {
    await page.getByRole("textbox", { name: "Message" }).fill(text);
    await page.getByRole("button", { name: "Send" }).click();
  }

  async function sees(page: Page, text: string): Promise<void> {
    await log(page).getByText(text).first().waitFor();
  }

  test("two windows talk, one leaves, the server restarts, both come back", async () => {
    const demo = await start();
    const { port } = new URL(demo.url);
    const alice = await join(`${demo.url}/chat/`, "alice");
    await sees(alice, "You joined");
    const bob = await join(`${demo.url}/chat/`, "bob");
    await sees(alice, "bob joined");
    await say(alice, "hello bob");
    await sees(bob, "hello bob");
    await say(bob, "hello alice");
    await sees(alice, "hello alice");

    const carol = await join(`${demo.url}/chat/`, "carol");
    await sees(bob, "carol joined");
    await carol.close();
    await sees(bob, "carol left");

    await demo.stop("SIGTERM");
    await sees(bob, "The server has gone away");
    await bob.getByRole("textbox", { name: "Message" }).fill("unsent");
    await bob.getByRole("button", { name: "Send" }).click();
    await start(port);
    await state(alice).getByText("Connected", { exact: true }).waitFor();
    await state(bob).getByText("Connected", { exact: true }).waitFor();
    await bob.getByText("Here: 2").waitFor();

    await bob.getByRole("button", { name: "Send" }).click();
    await sees(alice, "unsent");
    await say(alice, "back again");
    await sees(bob, "back again");
  }, 30_000);

  test("a copy without a server says how to start one", async () => {
    const server = createServer(express().use(express.static(publicFolder)));
    const url = await listen(server, 0);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const page = await join(url, "alice");

    await page.getByText("npm ci && npm start").waitFor();
    await state(page).getByText("No server yet").waitFor();
  });

  test("the browser's own WebSocket talks to / and /echo", async () => {
    const demo = await start();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${demo.url}/chat/`);

    const [greeting, text, bytes] = await page.evaluate(
      async (origin) => {
        const ask = (
          path: string,
          ...said: (string | Uint8Array<ArrayBuffer>)[]
        ) =>
          new Promise<unknown>((resolve) => {
            const socket = new WebSocket(origin + path);
            socket.binaryType = "arraybuffer";
            socket.onopen = () => said.forEach((one) => socket.send(one));
            socket.onmessage = ({ data }) => {
              resolve(
                data instanceof ArrayBuffer ? [...new Uint8Array(data)] : data,
              );
              socket.close();
            };
          });
        return [
          await ask("/"),
          await ask("/echo", "héllo"),
          await ask("/echo", Uint8Array.of(0, 128, 255)),
        ];
      },
      demo.url.replace("http", "ws"),
    );

    expect(greeting).toBe("Setting up the server!");
    expect(text).toBe("héllo");
    expect(bytes).toEqual([0, 128, 255]);
  });
});
