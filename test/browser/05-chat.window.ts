// What a person does with the chat page and sees of it, by the names that a
// screen reader reads out.

import { createRequire } from "node:module";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { expect, vi } from "vitest";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The chat page, in a window of its own or in a frame. */
export type Place = Page | FrameLocator;

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

export function background(page: Page): Promise<string> {
  return page.evaluate<string>(
    "getComputedStyle(document.querySelector('.window')).backgroundColor",
  );
}

/** What axe finds serious or critical. */
export async function findSerious(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate<string[]>(`axe.run().then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target }) => id + " " + target)))`);
}

export async function eventually<T>(
  read: () => Promise<T>,
  value: T,
): Promise<void> {
  await vi.waitFor(async () => expect(await read()).toEqual(value), {
    timeout: 10_000,
    interval: 50,
  });
}
