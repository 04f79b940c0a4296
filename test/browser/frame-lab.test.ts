import express from "express";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { site } from "../../docs/.vitepress/build.ts";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { guid } from "../../lessons/02-handshake/handshake.ts";
import { shelf } from "../../playground/frames/shelf.ts";
import { judge } from "../../playground/frames/verdict.ts";
import { launchBrowser } from "../support/browser.ts";
import { describeWith } from "../support/needs.ts";
import { buildTimeoutMs, siteIsBuilt } from "../support/site.ts";
import { eventually, findSerious } from "./05-chat.window.ts";

// Nothing from elsewhere, and no text that becomes code.
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src 'self'; " +
  "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'";

describeWith("browser", "the frame lab", (path) => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  const complaints: string[] = [];

  // One page for all: they follow each other as a reader's deeds do.
  beforeAll(async () => {
    await siteIsBuilt();
    const app = express();
    app.use((_request, response, next) => {
      response.setHeader("Content-Security-Policy", policy);
      next();
    });
    app.use("/some/path", express.static(site, { extensions: ["html"] }));
    server = createServer(app);
    const home = await listen(server, 0);
    browser = await launchBrowser(path);
    page = await browser.newPage({ reducedMotion: "reduce" });
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (line) => {
      if (line.type() === "error") complaints.push(line.text());
    });
    await page.goto(`${home}/some/path/frame-lab`);
    await editor().waitFor();
  }, buildTimeoutMs);

  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  const editor = () => page.getByRole("region", { name: "Frame editor" });
  const field = (name: string) =>
    page.getByRole("textbox", { name, exact: true });
  const wire = () => field("Bytes on the wire, in hex");
  const bit = (name: string) => page.getByRole("button", { name });

  /** What the editor shows, as it stands there. */
  const verdict = () => editor().getByRole("status").innerText();

  async function typeBytes(hex: string): Promise<void> {
    await wire().fill(hex);
    await wire().blur();
  }

  test("answers a key as it is typed, and refuses one that is too short", async () => {
    const key = field("Sec-WebSocket-Key");
    const accept = page.getByTestId("accept");
    expect(await accept.innerText()).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    await page.getByRole("button", { name: "A new key" }).click();
    const hash = createHash("sha1").update((await key.inputValue()) + guid);
    expect(await accept.innerText()).toBe(hash.digest("base64"));

    await key.fill("dGhl");
    const refusal = page.getByText("expected Sec-WebSocket-Key: 16 bytes");
    expect(await refusal.innerText()).toContain("400 BAD_KEY");
    expect(await accept.count()).toBe(0);
  });

  test("makes bytes of fields", async () => {
    expect(await verdict()).toContain("Nothing is wrong.");

    await page.getByRole("checkbox", { name: "FIN" }).uncheck();
    expect(await verdict()).toContain("the message goes on");
    await page.getByRole("checkbox", { name: "MASK" }).uncheck();
    expect(await wire().inputValue()).toBe("01 05 48 65 6c 6c 6f");
    expect(await verdict()).toContain("1002 FRAME_NOT_MASKED");
    await page.getByRole("radio", { name: "a client" }).check();
    expect(await verdict()).toContain("the message goes on");

    await page.getByRole("combobox", { name: "Opcode" }).selectOption("9");
    expect(await verdict()).toContain("FRAME_CONTROL_FRAGMENTED");
    await page.getByRole("checkbox", { name: "FIN" }).check();
    await field("Payload as text").fill("hé");
    expect(await wire().inputValue()).toBe("89 03 68 c3 a9");
  });

  test("makes fields of bytes", async () => {
    await typeBytes("c2 7e 00 03 01 02 ff");

    expect(await page.getByRole("checkbox", { name: "RSV1" }).isChecked()).toBe(
      true,
    );
    expect(await field("Length").inputValue()).toBe("3");
    const width = page.getByRole("combobox", { name: "Length written in" });
    expect(await width.inputValue()).toBe("16");
    expect(await field("Payload in hex, unmasked").inputValue()).toBe(
      "01 02 ff",
    );
    expect(await bit("extended length").count()).toBe(16);
  });

  test("turns over single bits, with the keys as well", async () => {
    await typeBytes("81 05 48 65 6c 6c 6f");

    await bit("0: RSV1").click();
    expect(await wire().inputValue()).toMatch(/^c1 05 48/);
    expect(await verdict()).toContain("1002 FRAME_RESERVED_BITS");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("0: MASK, byte 1, bit 0");
    await page.keyboard.press("Space");
    expect(await wire().inputValue()).toBe("01 85 48 65 6c 6c 6f");
    expect(await field("Masking key").inputValue()).toBe("48 65 6c 6c");
  });

  test("lets a length lie, up to 64 bits of it", async () => {
    await typeBytes("82 02 03 02");
    const length = field("Length");

    await length.fill("65536");
    expect(await wire().inputValue()).toBe(
      "82 7f 00 00 00 00 00 01 00 00 03 02",
    );
    expect(await verdict()).toContain("65,534 bytes still to come");
    await length.fill("9223372036854775808");
    expect(await verdict()).toContain("FRAME_LENGTH_TOP_BIT");
    await length.fill("0");
    expect(await verdict()).toContain("FRAME_OPCODE_UNKNOWN");
    await editor().getByText("Frame 1 of 2").waitFor();
    await bit("Next frame").click();
    expect(await length.inputValue()).toBe("2");
    await typeBytes("81 00");
    await typeBytes("81 00 82 00");
    expect(await editor().getByText("Frame 1 of 2").count()).toBe(1);
  });

  test("leaves what is half typed as it is, and says what is missing", async () => {
    await typeBytes("81 00");

    await wire().fill("81 0");
    await editor().getByText("expected pairs of hex digits").waitFor();
    expect(await wire().inputValue()).toBe("81 0");
    expect(await field("Length").inputValue()).toBe("0");
    await wire().blur();
    expect(await wire().inputValue()).toBe("81 00");
  });

  test("marks the bits of a field and the field of a bit", async () => {
    await typeBytes("81 85 37 fa 21 3d 7f 9f 4d 51 58");

    await page.mouse.move(0, 0);
    await page.getByRole("combobox", { name: "Opcode" }).focus();
    await eventually(() => marked(page, "opcode"), [true, true, true, true]);
    expect(await marked(page, "FIN")).toEqual([false]);
    await bit("masking key, byte 3, bit 0").hover();
    await eventually(() => page.evaluate(underlined), ["Masking key"]);
    expect(await marked(page, "opcode")).toEqual([false, false, false, false]);
  });

  test("has each answer of the shelf from the code that runs in the page", async () => {
    const items = page.locator(".shelf li");
    const expected = shelf.map(({ bytes, sender }) => {
      const verdict = judge(bytes, sender === "client" ? "server" : "client");
      return verdict.code
        ? `✗ ${verdict.closeCode} ${verdict.code} ${verdict.sentence}`
        : `✓ ${verdict.frames.at(-1)}`;
    });

    const answers = await items.locator(".answer").allInnerTexts();
    expect(answers.map((text) => text.replace(/\s+/g, " ").trim())).toEqual(
      expected,
    );
  });

  test("opens a frame of the shelf in the editor", async () => {
    await bit("Open in the editor above: A text inside another text").click();

    expect(await focused(page)).toBe("Frame editor");
    expect(await verdict()).toContain("MESSAGE_INTERRUPTED");
    await editor().getByText("Frame 1 of 2").waitFor();
    expect(
      await page.getByRole("radio", { name: "a server" }).isChecked(),
    ).toBe(true);
  });

  test("is accessible by day and by night, and fits a phone", async () => {
    await page.setViewportSize({ width: 375, height: 800 });

    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(
      375,
    );
    expect(await findSerious(page)).toEqual([]);
  });

  test("asks for nothing that a strict site forbids", () => {
    expect(complaints).toEqual([]);
  });
});

/** The site, built once, though another test may be at it already. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>("document.activeElement.ariaLabel");
}

/** Whether each of the bits of a field is underlined. */
function marked(page: Page, field: string): Promise<boolean[]> {
  return page.evaluate<boolean[]>(
    `[...document.querySelectorAll('[aria-label*=": ${field},"]')].map(
      (bit) => getComputedStyle(bit).boxShadow !== "none")`,
  );
}

const underlined = `[...document.querySelectorAll(".fields label")]
  .filter((label) => getComputedStyle(label).textDecorationLine === "underline")
  .map((label) => label.textContent)`;
