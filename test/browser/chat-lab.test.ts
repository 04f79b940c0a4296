import express from "express";
import { createServer } from "node:http";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { site } from "../../docs/.vitepress/build.ts";
import { chatPath } from "../../docs/.vitepress/chat.ts";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { attachChat } from "../../lessons/16-chat/chat.ts";
import { chatPage } from "../../lessons/16-chat/server.ts";
import { playEvening } from "../../playground/chat/evening.ts";
import { presets } from "../../playground/chat/presets.ts";
import { describeWith } from "../support/needs.ts";
import { buildTimeoutMs, SiteInBrowser } from "../support/site.ts";
import { eventually, findSerious } from "./05-chat.window.ts";

describeWith("browser", "the chat lab", (path) => {
  let host: SiteInBrowser;
  let page: Page;

  // One page for all: they follow each other as a reader's deeds do.
  beforeAll(async () => {
    host = await SiteInBrowser.open(path);
    page = await host.visit({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${host.home}chat-lab`);
    await card("bob").waitFor();
  }, buildTimeoutMs);

  afterAll(async () => host?.close());

  const button = (name: string): Locator =>
    page.getByRole("button", { name, exact: true });
  const people = (): Locator => page.getByRole("region", { name: "People" });
  const card = (name: string): Locator =>
    people()
      .getByRole("article")
      .filter({ has: page.getByRole("heading", { name }) });
  const said = (): Promise<string> =>
    page.getByRole("status").first().innerText();
  const script = (): Locator => page.getByRole("region", { name: "Script" });
  const slider = (): Locator => page.getByRole("slider", { name: "Time" });

  const outbox = (name: string): Promise<string[]> =>
    page
      .getByRole("list", { name: `${name}: outbox` })
      .getByRole("listitem")
      .allInnerTexts();

  test("begins in the middle of an evening, as it is played in Node", async () => {
    const slow = presets.find(({ id }) => id === "slow");
    const { run } = await playEvening(slow?.script ?? []);

    expect(await slider().getAttribute("max")).toBe(`${run.events.length}`);
    expect(await outbox("bob")).toEqual(
      [3, 4, 5, 6].map((number) => `alice: line ${number}`),
    );
    expect(await outbox("carol")).toEqual(["free", "free", "free", "free"]);
  });

  test("shows what becomes of the slow one when time goes on", async () => {
    await button("To the end").click();

    await card("bob")
      .getByText("was let go: 1013, and never read it")
      .waitFor();
    await card("bob").getByText("All that has happened").click();
    const told = await card("bob").getByRole("listitem").allInnerTexts();
    expect(told).toContain("400 ms: the server says goodbye with 1013");
    expect(await button("Flood, bob").isDisabled()).toBe(true);
  });

  test("goes back, changes one thing, and says what differs", async () => {
    await button("One is slow").click();
    await button("Read again, bob").click();

    await eventually(
      async () =>
        (await said()).startsWith("bob reads again at 350 ms: bob stays; "),
      true,
    );
    await script().getByText("bob reads again").waitFor();
    const focused = "document.activeElement.textContent.trim()";
    expect(await page.evaluate(focused)).toBe("Stop reading");
    expect(await button("One is slow").getAttribute("aria-pressed")).toBe(
      "false",
    );

    await button("Remove: bob reads again, 350 ms").click();
    await eventually(
      async () => (await said()).includes("bob is let go with 1013 at 400 ms"),
      true,
    );
    expect(await page.evaluate(focused)).toBe("Script");
  });

  test("moves an action to another time", async () => {
    const field = page.getByRole("spinbutton", {
      name: "Time in ms: bob stops reading",
    });
    await field.fill("225");
    await field.press("Enter");

    await eventually(
      async () => (await said()).startsWith("bob stops reading at 225 ms: "),
      true,
    );
    expect(await outbox("bob")).toEqual([
      ...["alice: line 6", "free", "free", "free"],
    ]);
  });

  test("refuses what is too much, and keeps the evening", async () => {
    await page.getByLabel("Lines in a flood").fill("401");
    await button("Flood, alice").click();

    await eventually(said, "expected at most 400 lines, got 410");
    expect(await script().getByText("lines at once").count()).toBe(0);
  });

  test("lets somebody join, and the hub quit", async () => {
    await button("A quiet room").click();
    await button("Somebody joins").click();
    await card("dave").waitFor();
    await button("The hub quits").click();

    await eventually(
      async () => (await said()).includes("dave is sent home with 1001"),
      true,
    );
  });

  test("says how to start the real one where no server answers", async () => {
    await page.getByText("No chat server answers").waitFor();
    expect(await page.locator("iframe").count()).toBe(0);
  });

  test("shows the real one where its server answers", async () => {
    const app = express();
    app.use("/chat", chatPage());
    app.use(express.static(site, { extensions: ["html"] }));
    const server = createServer(app);
    const closeChat = attachChat(server, { path: chatPath });
    const visitor = await host.visit();
    await visitor.goto(`${await listen(server, 0)}/chat-lab`);

    await visitor.locator("iframe[title='Live chat, window 2']").waitFor();

    await visitor.context().close();
    await closeChat();
    server.closeAllConnections();
    server.close();
  });

  test("is accessible by day and by night, and fits a phone", async () => {
    expect(await findSerious(page)).toEqual([]);

    await page.setViewportSize({ width: 375, height: 800 });
    const reach = "document.documentElement.scrollWidth";
    await eventually(() => page.evaluate<number>(reach), 375);
  });

  const known = /^WebSocket connection to/;

  test("complains of nothing but the server that is not there", () => {
    expect(host.complaints.filter((words) => !known.test(words))).toEqual([]);
  });
});
