import express from "express";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { effort, isStale, site } from "../../docs/.vitepress/build.ts";
import {
  findDeadLinks,
  findForeignResources,
  listPages,
} from "../../docs/.vitepress/links.ts";
import { root } from "../../docs/.vitepress/repository.ts";
import { findFences, isCode, isOutput } from "../../docs/fences.ts";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { listLessons } from "../../lessons/course.ts";
import { launchBrowser } from "../support/browser.ts";
import { contrast, findPaleCode } from "../support/contrast.ts";
import { startNpm } from "../support/demo.ts";
import { describeWith } from "../support/needs.ts";
import { buildTimeoutMs, siteIsBuilt } from "../support/site.ts";

// Minutes, because the other tests may have all processors meanwhile; whoever
// waits for something that does not come waits for as long as playwright does.
const browserTimeoutMs = 120_000;
const walkTimeoutMs = 600_000; // every page there is

vi.setConfig({ testTimeout: browserTimeoutMs });
const javascriptBudgetBytes = 100 * 1024;
const siteBudgetBytes = 15 * 1024 * 1024;

const lessons = listLessons().filter(({ title }) => title !== "");
const asides = lessons.flatMap(({ name: lesson, asides }) =>
  asides.map(({ name, ...aside }) => ({ ...aside, name: `${lesson}/${name}` })),
);

beforeAll(async () => {
  await siteIsBuilt();
}, buildTimeoutMs);

function read(path: string): string {
  return readFileSync(join(site, path), "utf8");
}

function texts(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map(([, text = ""]) =>
    text
      .replace(/<[^>]*>/g, "")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&"),
  );
}

describe("the built site", () => {
  test("is newer than what its build has left behind", () => {
    const changed = (path: string) => statSync(join(root, path)).mtimeMs;

    expect(isStale()).toBe(false);
    expect(changed("dist/hashmap.json")).toBeGreaterThan(
      changed("docs/.vitepress"),
    );
  });

  test("has no dead link and no dead anchor", () => {
    expect(findDeadLinks(site)).toEqual([]);
  });

  test("loads nothing from another host", () => {
    expect(findForeignResources(site)).toEqual([]);
  });

  // The frame in which a learner's code runs has one of its own.
  test("says in every page what it may do", () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="def/;
    const pages = listPages(site).filter((page) => page !== "sandbox.html");
    const free = pages.filter((page) => !policy.test(read(page)));

    expect(pages).toContain("chat/index.html");
    expect(free).toEqual([]);
  });

  test("has a page for each lesson, listed in order beside every page", () => {
    const expected = lessons.map(({ number, title }) => `${number}. ${title}`);

    const page = read(`lessons/${lessons[0]?.name}/index.html`);
    const sidebar = /<aside class="VPSidebar[^]*?<\/aside>/.exec(page)?.[0];

    const listed = texts(
      sidebar ?? "",
      /<(?:p|span) class="text"[^>]*>(.*?)<\//g,
    );
    expect(listed.filter((text) => /^\d/.test(text))).toEqual(expected);
  });

  test("leads from each lesson to the next one", () => {
    for (const [index, lesson] of lessons.entries()) {
      const following = lessons[index + 1];
      const page = read(`lessons/${lesson.name}/index.html`);
      const [next] = texts(page, /<a [^>]*pager-link next"[^>]*>(.*?)<\/a>/g);

      if (following) expect(next).toContain(following.title);
    }
  });

  test.for([...lessons, ...asides])(
    "names the file and the command of each fence: $name",
    (lesson) => {
      const fences = findFences(
        readFileSync(join(lesson.folder, "README.md"), "utf8"),
      );
      const page = read(`lessons/${lesson.name}/index.html`);

      expect(texts(page, /<a class="file[^>]*>(.*?)<\/a>/g)).toEqual(
        fences.filter(isCode).map((fence) => {
          const [file = ""] = fence.source.split("#");
          return basename(file);
        }),
      );
      expect(texts(page, /<div class="command">(.*?)<\/div>/g)).toEqual(
        fences.filter(isOutput).map((fence) => fence.source),
      );
    },
  );

  test("shows no region marker", () => {
    const marked = listLessonPages().filter((page) =>
      /#(end)?region\b/.test(read(page)),
    );

    expect(marked).toEqual([]);
  });

  test.for(listLessonPages())("loads little JavaScript: %s", (page) => {
    const parts = [
      ...read(page).matchAll(
        /(?:<script[^>]* src|modulepreload" href)="(.*?)"/g,
      ),
    ].map(([, address = ""]) => join(dirname(page), address));

    const bytes = parts.map((part) => gzipSync(read(part)).length);
    expect(sum(bytes)).toBeGreaterThan(0);
    expect(sum(bytes)).toBeLessThan(javascriptBudgetBytes);
  });

  test("is small enough to be carried, and built with less than a minute of work", () => {
    const sizes = readdirSync(site, { recursive: true, encoding: "utf8" })
      .map((path) => statSync(join(site, path)))
      .map((file) => (file.isFile() ? file.size : 0));

    expect(sum(sizes)).toBeLessThan(siteBudgetBytes);
    expect(Number(readFileSync(join(root, effort), "utf8"))).toBeLessThan(60);
  });

  test("answers any missing path with a page that needs no other file", () => {
    expect(read("404.html")).not.toMatch(/<(script|link|img)[^>]* (src|href)=/);
  });
});

describe("npm start", () => {
  test("serves the site and the chat, and stops within a second", async () => {
    const start = await startNpm("start");

    const status = async (path: string) =>
      (await fetch(start.url + path)).status;
    expect(await status("/")).toBe(200);
    expect(await status("/live")).toBe(200);
    expect(await status("/lessons/01-hello-http")).toBe(200);
    expect(await status("/chat/")).toBe(200);
    expect(await status("/chat/ws")).toBe(426);
    expect(await status("/no/such/page")).toBe(404);
    expect(start.output().match(/http:/g)).toHaveLength(1);

    const before = performance.now();
    expect(await start.stop("SIGTERM")).toBe(0);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

test("the contrast of two colours is that of the standard", () => {
  expect(contrast("rgb(0, 0, 0)", ["rgb(255, 255, 255)"])).toBeCloseTo(21);
  expect(contrast("rgb(118, 118, 118)", ["rgb(255, 255, 255)"])).toBeCloseTo(
    4.54,
    2,
  );
  expect(
    contrast("rgba(0, 0, 0, 0.5)", [
      "rgba(0, 0, 0, 0.5)",
      "rgb(255, 255, 255)",
    ]),
  ).toBeLessThan(4.5);
});

describeWith("browser", "the site below a path, in a browser", (path) => {
  let browser: Browser;
  let context: BrowserContext;
  let server: Server;
  let page: Page;
  let home: string;
  const outside: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const app = express();
    app.use("/some/sub/path", express.static(site, { extensions: ["html"] }));
    app.use((_request, response) => {
      response.status(404).sendFile(join(site, "404.html"));
    });
    server = createServer(app);
    home = `${await listen(server, 0)}/some/sub/path/`;
    browser = await launchBrowser(path);
    context = await browser.newContext({
      reducedMotion: "reduce",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    page = await context.newPage();
    page.on("request", (request) => {
      if (!request.url().startsWith(home)) outside.push(request.url());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  }, browserTimeoutMs);

  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  // A click that comes before the page is alive is lost.
  async function open(address: string): Promise<void> {
    await page.goto(address);
    const alive =
      "!!(document.querySelector('#app')?.__vue_app__ ?? !document.querySelector('#app'))";
    while (!(await page.evaluate<boolean>(alive))) await page.waitForTimeout(5);
  }

  test("goes from the first page to lesson 1 and on by its links", async () => {
    await open(home);
    await page.getByRole("link", { name: "Begin with lesson 1" }).click();
    await page.waitForURL(`${home}lessons/01-hello-http/**`);
    await page.locator("h1", { hasText: lessons[0]?.title ?? "" }).waitFor();

    if (lessons[1]) {
      await page.locator("a.pager-link.next").click();
      await page.locator("h1", { hasText: lessons[1].title }).waitFor();
    }
    await page.reload();
    await page.locator("h1").first().waitFor();
  });

  test("finds a word and leads to where it stands", async () => {
    await open(home);
    await page.keyboard.press("/");
    await page.getByRole("combobox").fill("accept");
    const result = page.locator("#localsearch-list a").first();
    await result.waitFor();
    await result.click();

    await page.waitForURL((url) => url.href !== home);
    expect(page.url().startsWith(home)).toBe(true);
    expect(await page.locator("h1").first().isVisible()).toBe(true);
  });

  test("turns dark and stays dark on the next page", async () => {
    await open(home);
    await page.locator(".VPNavBarAppearance button").click();
    await open(`${home}live.html`);

    expect(await page.locator("html.dark").count()).toBe(1);
    await page.locator(".VPNavBarAppearance button").click();
    expect(await page.locator("html.dark").count()).toBe(0);
  });

  test("copies the command of a run, not what it printed", async () => {
    await open(`${home}lessons/01-hello-http/`);
    await page.locator(".language-output").first().hover();
    await page.locator(".language-output button.copy").first().click();

    await page.locator("button.copied").waitFor();
    const copied = await page.evaluate("navigator.clipboard.readText()");
    expect(copied).toBe("npm run lesson 1");
  });

  test("shows the chat's own page in a frame", async () => {
    await open(`${home}live.html`);

    const chat = page.frameLocator("iframe").first();
    await chat.locator("body").waitFor();
    expect(await page.locator("iframe").first().getAttribute("title")).toMatch(
      /^Live chat/,
    );
  });

  test("shows the way home from a path that is missing", async () => {
    await page.goto(`${home}no/such/page`);

    await page.getByRole("link", { name: "first page" }).click();
    await page.waitForURL(home);
  });

  test("has an accessible search by day and by night", async () => {
    await open(home);
    await page.keyboard.press("/");
    const field = page.getByRole("combobox");
    const list = page.getByRole("listbox");
    const found = await findBarriers("before a word");

    await field.fill("accept");
    await list.getByRole("option", { selected: true }).waitFor();
    found.push(...(await findBarriers("with results")));
    await page.getByTitle("Display detailed list").click();
    await page.locator(".excerpt .vp-doc").first().waitFor();
    found.push(...(await findBarriers("with excerpts")));
    await field.fill("xyzzyx");
    await page.locator(".no-results").waitFor();
    found.push(...(await findBarriers("without results")));

    expect(found).toEqual([]);
  });

  // To open a page takes as long as to examine it, so each is opened once.
  describe("opened page by page", () => {
    const wide: string[] = [];
    const barriers: string[] = [];

    beforeAll(async () => {
      const readable = listPages(site).filter(
        (path) => path !== "sandbox.html",
      );
      for (const path of readable) {
        await page.setViewportSize({ width: 375, height: 800 });
        await open(home + path);
        for (const width of [375, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const reach = await page.evaluate<number>(measureReach);
          if (reach > width) wide.push(`${width}, ${path}: ${reach}`);
        }
        barriers.push(...(await findBarriers(path)));
      }
    }, walkTimeoutMs);

    test("is accessible by day and by night", async () => {
      expect(await page.locator("html.dark").count()).toBe(1);
      expect(barriers).toEqual([]);
    });

    test.for([1280, 375])("has no page wider than %s pixels", (width) => {
      const found = wide.filter((each) => each.startsWith(`${width}, `));

      expect(found).toEqual([]);
    });
  });

  test("made no request to another host or outside the path", () => {
    expect(outside.filter((url) => !url.startsWith("data:"))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  async function findBarriers(where: string): Promise<string[]> {
    const found: string[] = [];
    // Not a script tag: the page's policy forbids those of strangers.
    await page.evaluate(readFileSync(axe, "utf8"));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const serious = await page.evaluate<string[]>(runAxe[colorScheme]);
      serious.push(...(await findPaleCode(page)));
      found.push(...serious.map((id) => `${where}, ${colorScheme}: ${id}`));
    }
    return found;
  }
});

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// Strings, because they run in the page, where there is a document. Of code there
// is nothing to examine but its colours, and findPaleCode does that.
const axeRun = (
  options: string,
) => `axe.run({ exclude: [["pre code"]] }, { resultTypes: ["violations"], ${options} }).then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => id + " " + target)))`;

// Every rule by day. By night those that read a color: nothing else differs, for
// the scheme is a class on the root that style sheets alone look at.
const runAxe = {
  light: axeRun(""),
  dark: axeRun(`runOnly: ["color-contrast", "link-in-text-block"]`),
};

// What a page changes of itself in a new width, it changes in the next frame.
const measureReach = `new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() =>
    resolve(document.documentElement.scrollWidth))))`;

function listLessonPages(): string[] {
  const pages = [...lessons, ...asides];
  return pages.map(({ name }) => `lessons/${name}/index.html`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
