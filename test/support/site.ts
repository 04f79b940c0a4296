// The built site in a browser, below a path as a host may have it, and who it asks
// for anything else.

import express from "express";
import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
} from "playwright-core";
import { buildSite, isStale, site } from "../../docs/.vitepress/build.ts";
import { root } from "../../docs/.vitepress/repository.ts";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { launchBrowser } from "./browser.ts";
import { takeLock } from "./lock.ts";

/** Minutes, because the other tests may have all processors meanwhile. */
export const buildTimeoutMs = 300_000;

const lock = join(root, ".cache", "site.lock");

/** Builds the site if it is old; of several that ask at once, one builds. */
export async function siteIsBuilt(): Promise<void> {
  while (isStale()) {
    if (!takeLock(lock, buildTimeoutMs)) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    try {
      if (isStale()) await buildSite();
    } finally {
      rmSync(lock, { recursive: true });
    }
  }
}

export class SiteInBrowser {
  readonly home: string;
  /** Requests that left the site. */
  readonly outside: string[] = [];
  /** What a page complained of: exceptions, and what its policy forbade. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(home: string, browser: Browser, server: Server) {
    this.home = home;
    this.#browser = browser;
    this.#server = server;
  }

  /** Builds the site if need be, serves it, and starts the browser at `path`. */
  static async open(path: string): Promise<SiteInBrowser> {
    await siteIsBuilt();
    const app = express();
    app.use("/some/sub/path", express.static(site, { extensions: ["html"] }));
    app.use((_request, response) => {
      response.status(404).sendFile(join(site, "404.html"));
    });
    const server = createServer(app);
    const home = `${await listen(server, 0)}/some/sub/path/`;
    return new SiteInBrowser(home, await launchBrowser(path), server);
  }

  /** A page of a visitor who has never been here. */
  async visit(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      reducedMotion: "reduce",
      ...options,
    });
    return this.watch(await context.newPage());
  }

  /** One page more of the same visitor. */
  async another(context: BrowserContext): Promise<Page> {
    return this.watch(await context.newPage());
  }

  private watch(page: Page): Page {
    page.on("request", (request) => {
      const url = request.url();
      const isOurs = url.startsWith(this.home) || /^(data|blob):/.test(url);
      if (!isOurs) this.outside.push(url);
    });
    page.on("pageerror", ({ message }) => this.complaints.push(message));
    page.on("console", (line) => {
      if (line.type() === "error") this.complaints.push(line.text());
    });
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
