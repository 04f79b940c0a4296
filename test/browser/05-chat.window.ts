// What a person does with the chat page and sees of it, by the names that a
// screen reader reads out.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type {
  Browser,
  BrowserContextOptions,
  FrameLocator,
  Locator,
  Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { launchBrowser } from "../support/browser.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The chat page, in a window of its own or in a frame. */
export type Place = Page | FrameLocator;

/** The windows of one browser; each is a person, and gone after its test. */
export class Windows {
  /** What they have asked for, so far. */
  readonly requests: string[] = [];
  /** What went wrong in them, so far. */
  readonly complaints: string[] = [];
  #browser: Browser | undefined;

  constructor(path: string) {
    // A browser shares the machine with the other tests.
    vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
    beforeAll(async () => {
      this.#browser = await launchBrowser(path);
    });
    afterEach(async () => {
      const contexts = this.#browser?.contexts() ?? [];
      await Promise.all(contexts.map((context) => context.close()));
    });
    afterAll(() => this.#browser?.close());
  }

  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (!this.#browser) throw new Error("expected a browser, got none yet");
    const page = await (await this.#browser.newContext(options)).newPage();
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("websocket", (socket) => this.requests.push(socket.url()));
    page.on("pageerror", (error) => this.complaints.push(error.message));
    await page.goto(url);
    return page;
  }

  /** A window at `url` in which `name` has come in. */
  async enter(
    url: string,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    const page = await this.open(url, options);
    await enterAs(page, name);
    await shown(page, "You joined");
    return page;
  }

  /** The hosts that anything was asked of. */
  get hosts(): string[] {
    const urls = this.requests.filter((url) => !/^(data|about):/.test(url));
    return [...new Set(urls.map((url) => new URL(url).hostname))];
  }
}

export async function enterAs(page: Place, name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Join" }).click();
}

export function message(page: Place): Locator {
  return page.getByRole("textbox", { name: "Message" });
}

export function log(page: Place): Locator {
  return page.getByRole("log", { name: "Conversation" });
}

export async function say(page: Place, text: string): Promise<void> {
  await message(page).fill(text);
  await message(page).press("Enter");
}

/** Resolves once `text` stands in the conversation. */
export async function shown(page: Place, text: string): Promise<void> {
  await log(page).getByText(text).first().waitFor();
}

/** What people said: `name: text`. */
export async function talk(page: Place): Promise<string[]> {
  const bubbles = await log(page).locator(".bubble").all();
  const texts = bubbles.map((bubble) => bubble.locator("p").allTextContents());
  return (await Promise.all(texts)).map((parts) => parts.join(": "));
}

export function people(page: Place): Promise<string[]> {
  return page.getByRole("list", { name: "Here" }).locator("li").allInnerTexts();
}

export async function status(page: Place): Promise<string> {
  return (await page.getByRole("status").innerText()).trim();
}

/** Pixels between what the reader sees and the end of the conversation. */
export function distance(page: Page): Promise<number> {
  return measure(page, "scrollHeight - scrollTop - clientHeight");
}

/** A number made of the properties of the log. */
export async function measure(page: Page, sum: string): Promise<number> {
  const log = "document.querySelector('[role=log]')";
  return Math.floor(
    await page.evaluate<number>(
      `(({ ${sum.split(" - ").join(", ")} }) => ${sum})(${log})`,
    ),
  );
}

/** How many pixels of the longest word do not fit where it stands. */
export function cut(page: Page): Promise<number> {
  return page.evaluate<number>(`Math.max(
    ...[...document.querySelectorAll("#log, .text, li:not(.same) .who")].map(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
    ),
  )`);
}

export function background(page: Page): Promise<string> {
  return page.evaluate<string>(
    "getComputedStyle(document.querySelector('.window')).backgroundColor",
  );
}

/** What axe finds serious or critical, by day and by night. */
export async function findSerious(page: Page): Promise<string[]> {
  // Not a script tag: the page's own rules may forbid those of strangers.
  await page.evaluate(await readFile(axe, "utf8"));
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const serious = await page.evaluate<string[]>(runAxe);
    found.push(...serious.map((id) => `${colorScheme}: ${id}`));
  }
  return found;
}

// A string, because it runs in the page, where there is a document.
const runAxe = `axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => id + " " + target)))`;

export async function eventually<T>(
  read: () => Promise<T>,
  value: T,
): Promise<void> {
  await vi.waitFor(async () => expect(await read()).toEqual(value), {
    timeout: 10_000,
    interval: 50,
  });
}
