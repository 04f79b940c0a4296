// The playground, as a test uses it.

import type { Locator, Page } from "playwright-core";
import { vi } from "vitest";

export class Playground {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.editor.waitFor();
  }

  get editor(): Locator {
    return this.page.getByRole("textbox", { name: "Program" });
  }

  get output(): Locator {
    return this.region("Output");
  }

  get time(): Locator {
    return this.page.getByRole("slider", { name: "Time" });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  region(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  async choose(id: string): Promise<void> {
    await this.page
      .getByRole("combobox", { name: "Program to open" })
      .selectOption(id);
    await this.page.waitForURL((url) => url.search === `?program=${id}`);
  }

  /** Puts `text` into the editor, in the place of what is there. */
  async write(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(text);
  }

  /** The whole text of the program, also what is out of sight. */
  async text(): Promise<string> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("ControlOrMeta+c");
    return this.page.evaluate<string>("navigator.clipboard.readText()");
  }

  /** Runs what is there until it has ended, and gives how. */
  async run(): Promise<string> {
    await this.button("Run").click();
    return this.ended();
  }

  /** How it ended: `exit status 0`, or why it was stopped. */
  async ended(): Promise<string> {
    const end = this.output.getByText(/^(exit status \d+|stopped\b.*)$/);
    await end.waitFor();
    await vi.waitUntil(() => this.button("Run").isEnabled(), patience);
    return end.innerText();
  }

  async lines(): Promise<string[]> {
    // Not the inner texts: a line that is out of sight has none.
    return this.output.locator(".lines > div").allTextContents();
  }

  /** What the timeline says of the moment that is shown. */
  async moment(): Promise<string> {
    return (await this.time.getAttribute("aria-valuetext")) ?? "";
  }
}

/** For `waitUntil`: the other tests may have all processors meanwhile. */
export const patience = { timeout: 30_000, interval: 50 };
