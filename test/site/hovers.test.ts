import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { site } from "../../docs/.vitepress/build.ts";
import { findHovers } from "../../docs/.vitepress/hovers.ts";
import { Names } from "../../docs/.vitepress/names.ts";
import { word } from "../../docs/.vitepress/wording.ts";
import { readRegion } from "../../docs/fences.ts";
import { listLessons } from "../../lessons/course.ts";
import { describeWith } from "../support/needs.ts";
import { buildTimeoutMs, SiteInBrowser, siteIsBuilt } from "../support/site.ts";

vi.setConfig({ testTimeout: 120_000 });

const other = `
/** Whoever is in the room. Nobody twice. */
export interface Guest { name: string; leave(): void }
/** Finds \`name\`. Or not. */
export function find(name: string, _how?: "exactly"): Guest | undefined {
  return name ? { name, leave() {} } : undefined;
}
export interface Silent {}
`;

const room = `import { find, type Guest, type Silent } from "./other.ts";

const most = 3;
const guests = new Map<string, Guest>();

class Room {
  // #region enter
  enter(name: string, silent: Silent): number {
    const guest = find(name);
    if (!guest) throw new Error(silent.toString());
    // #region size
    const again = find(name), size = guests.size;
    // #endregion size
    guest.leave();
    guests.set(again?.name ?? "", guest);
    const copy = new Map(guests), words = ["a"], full = size > most;
    return full ? words.length : copy.size;
  }
  // #endregion enter

  build(find: (name: string) => Room, name: string) {
    // #region build
    const guest = find(name);
    // #endregion build
    return guest;
  }
}

new Room();
`;

describe("the names that a fence speaks of", () => {
  const folder = mkdtempSync(join(tmpdir(), "names-"));
  const file = join(folder, "room.ts");
  const options = { strict: true, allowImportingTsExtensions: true, types: [] };
  let names: Names;

  beforeAll(() => {
    writeFileSync(join(folder, "other.ts"), other);
    writeFileSync(join(folder, "room.ts"), room);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { ...options, target: "ES2023" } }),
    );
    names = new Names(folder, [file]);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function spokenOf(region?: string): string[] {
    const code = readRegion(readFileSync(file, "utf8"), region) ?? "";
    const lines = code.split("\n");
    return findHovers(names, code, file, region).map(
      ({ line, from, to, text }) =>
        `${line}:${lines[line]?.slice(from, to)} ${text.replace("\n", " | ")}`,
    );
  }

  test("are made elsewhere, or say no type; each comes once, in its place", () => {
    expect(spokenOf("enter")).toEqual([
      "1:guest const guest: Guest | undefined",
      '1:find find(name: string, _how?: "exactly"): Guest | undefined | Finds `name`.',
      "3:again const again: Guest | undefined",
      "3:guests const guests: Map<string, Guest>",
      "4:leave Guest.leave(): void",
      "6:words const words: string[]",
    ]);
  });

  test("are others in another region of the same file", () => {
    expect(spokenOf("size").map((each) => each.split(" ")[0])).toEqual([
      "0:again",
      "0:find",
      "0:guests",
    ]);
  });

  test("are those of the region, not of the same line before it", () => {
    expect(spokenOf("build")).toEqual([
      "0:guest const guest: Room",
      "0:find find: (name: string) => Room",
    ]);
  });

  test("are eight at most, and then members are left out first", () => {
    const calls = "abcdefgh"
      .split("")
      .map((name) => `function ${name}(one: string) { return one; }`);
    const code = `// #region calls
let guest: Guest | undefined;
guest?.leave();
a(b(c(d(e(f(g("")))))));
// #endregion calls
`;
    writeFileSync(file, `${room}${calls.join("\n")}\n${code}`);

    expect(spokenOf("calls").map((each) => each.split(" ")[0])).toEqual([
      "0:Guest",
      ..."abcdefg".split("").map((name) => `2:${name}`),
    ]);
    writeFileSync(file, room);
  });

  test("are none if the page shows what the file no longer holds", () => {
    const code = readRegion(room, "enter") ?? "";
    const before = code.replace("guest.leave()", "guest.go()");

    expect(findHovers(names, code, file, "enter")).not.toEqual([]);
    expect(findHovers(names, before, file, "enter")).toEqual([]);
  });
});

describe("the word for a name", () => {
  function say(signature: string, documentation = ""): string {
    return word({
      displayParts: [{ text: signature, kind: "text" }],
      documentation: [{ text: documentation, kind: "text" }],
    } as Parameters<typeof word>[0]);
  }

  test("is its signature without TypeScript's notes, and one sentence", () => {
    expect(
      say(
        "(alias) go<[]>(body: Body): void (+1 overload)\nimport go",
        "Starts `body`,\nand does not wait. It begins later.\n\nMore.",
      ),
    ).toBe("go<[]>(body: Body): void\nStarts `body`, and does not wait.");
    expect(say("const sender: Waiter<in out T>")).toBe(
      "const sender: Waiter<T>",
    );
  });

  test("is none where it would only repeat the code", () => {
    expect(say("interface Wire")).toBe("");
    expect(say("function beat(): void")).toBe("");
    expect(say("interface Wire", "What bytes cross.")).toBe(
      "interface Wire\nWhat bytes cross.",
    );
  });

  test("is never long", () => {
    const long = "one two, ".repeat(40);

    expect(say(`const all: { one: "${long}"; }`, long)).toMatch(
      /^const all: \{…\}\none two, .{140,150} one …$/,
    );
    expect(say(`const all: ${long}`)).toBe("");
  });
});

describe("the lesson pages", () => {
  beforeAll(() => siteIsBuilt(), buildTimeoutMs);

  const toldTag = /<span [^>]*class="told"[^>]*>/g;
  const pages = listLessons().map(({ name }) => `lessons/${name}/index.html`);

  test.for(pages)("speak of names, and grow little by it: %s", (path) => {
    const page = readFileSync(join(site, path), "utf8");
    const tags = page.match(toldTag) ?? [];

    const bytes = tags.join("</span>").length;
    expect(tags.length).toBeGreaterThan(0);
    expect(bytes / (page.length - bytes)).toBeLessThan(0.15);
  });

  test.for(pages)("stop the keyboard once for each word: %s", (path) => {
    const page = readFileSync(join(site, path), "utf8");
    const tags = page.match(toldTag) ?? [];

    const words = tags.map(
      (tag) => /aria-description="([^"]*)"/.exec(tag)?.[1],
    );
    const stops = tags.filter((tag) => tag.includes('tabindex="0"'));
    expect(stops.length).toBe(new Set(words).size);
    expect(stops.length).toBeLessThan(60);
  });
});

describeWith("browser", "a name on the page of lesson 7", (path) => {
  let served: SiteInBrowser;

  beforeAll(async () => {
    served = await SiteInBrowser.open(path);
  }, buildTimeoutMs);

  afterAll(() => served?.close());

  async function open(options: BrowserContextOptions): Promise<Page> {
    const page = await served.visit(options);
    await page.goto(`${served.home}lessons/07-channels/`);
    return page;
  }

  const channel = ".told >> text=/^Channel$/";
  test("shows its signature when it is pointed at, and not after", async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } });
    expect(await page.evaluate(wordOfChannel)).toBe("none");

    await page.locator(channel).first().hover();

    expect(await page.evaluate(wordOfChannel)).toContain(
      "new Channel<string>(capacity?: number",
    );
    await page.mouse.move(0, 0);
    expect(await page.evaluate(wordOfChannel)).toBe("none");
  });

  test("does not make a telephone's page wider when it has the focus", async () => {
    const page = await open({ viewport: { width: 375, height: 800 } });
    const stops = await page.locator('.told[tabindex="0"]').count();

    const reaches = await page.evaluate<number[]>(reachOfEach);

    expect(reaches).toEqual(Array.from({ length: stops }, () => 375));
  });

  test("is copied without its word", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const page = await open({ permissions });
    const fence = page.locator(".language-ts", {
      has: page.locator(channel),
    });
    await page.locator(channel).first().focus();

    await fence.locator("button.copy").click();

    await page.locator("button.copied").waitFor();
    const main = join(site, "../lessons/07-channels/main.ts");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      readRegion(readFileSync(main, "utf8"), "snippet")?.trimEnd(),
    );
  });
});

const wordOfChannel = `getComputedStyle(
  [...document.querySelectorAll(".told")].find(
    (name) => name.textContent === "Channel"), "::after").content`;

// How wide the page is while one name after the other has the focus.
const reachOfEach = `
  [...document.querySelectorAll(".told[tabindex]")].map((name) => {
    name.focus();
    return document.documentElement.scrollWidth;
  })`;
