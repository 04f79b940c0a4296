import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  findDeadLinks,
  findForeignResources,
} from "../../docs/.vitepress/links.ts";
import { resolveLink, rewrite } from "../../docs/.vitepress/repository.ts";

let site: string;

beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), "site-"));
});

afterEach(() => rmSync(site, { recursive: true }));

function plant(path: string, html: string): void {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), html);
}

describe("the links of a built site", () => {
  test("pass if files, folders and anchors are there", () => {
    plant("index.html", `<a href="a/b.html#far">1</a><a href="./a/">2</a>`);
    plant("a/b.html", `<h2 id="far">x</h2><a href="../index.html?q=1">3</a>`);
    plant("a/index.html", `<p id="here"><a href="#here">4</a>`);

    expect(findDeadLinks(site)).toEqual([]);
  });

  test("are dead if the file is missing", () => {
    plant("a/index.html", `<a href="../b.html">b</a>`);

    expect(findDeadLinks(site)).toEqual([
      'a/index.html: "../b.html" leads to no file',
    ]);
  });

  test("are dead if a folder has no page", () => {
    plant("index.html", `<iframe src="chat/"></iframe>`);
    mkdirSync(join(site, "chat"));

    expect(findDeadLinks(site)).toEqual([
      'index.html: "chat/" leads to no file',
    ]);
  });

  test("are dead if the anchor is missing on another page", () => {
    plant("index.html", `<a href="b.html#two">b</a>`);
    plant("b.html", `<h2 id="one">One</h2>`);

    expect(findDeadLinks(site)).toEqual([
      'index.html: "b.html#two" leads to no anchor of b.html',
    ]);
  });

  test("are dead if the anchor is missing on the same page", () => {
    plant("index.html", `<a href="#two">b</a><h2 id="one">One</h2>`);

    expect(findDeadLinks(site)).toEqual([
      'index.html: "#two" leads to no anchor of index.html',
    ]);
  });

  test("are dead if they leave a site that lies below a path", () => {
    plant("index.html", `<a href="/index.html">top</a>`);

    expect(findDeadLinks(site)).toEqual([
      'index.html: "/index.html" is not a relative address',
    ]);
  });

  test("to other hosts are nobody's business", () => {
    plant("index.html", `<a href="https://example.org/#x">elsewhere</a>`);

    expect(findDeadLinks(site)).toEqual([]);
  });
});

describe("the resources of a built site", () => {
  test("are foreign if a tag or a style sheet loads them from a host", () => {
    plant("index.html", `<script src="https://cdn.example/x.js"></script>`);
    plant("a.css", `@font-face { src: url(//fonts.example/a.woff2) }`);

    expect(findForeignResources(site)).toEqual([
      "a.css: loads url(//fonts.example/a.woff2",
      'index.html: loads <script src="https://cdn.example/x.js"',
    ]);
  });

  test("are not foreign if they are only linked", () => {
    plant("index.html", `<a href="https://example.org/">elsewhere</a>`);

    expect(findForeignResources(site)).toEqual([]);
  });
});

describe("a link of a lesson's page", () => {
  const page = "lessons/01-hello-http/README.md";

  test("to another page leads to where the site puts it", () => {
    expect(rewrite(page)).toBe("lessons/01-hello-http/index.md");
    expect(rewrite("docs/live.md")).toBe("live.md");
    expect(resolveLink("../../docs/live.md#x", page)).toBe("/live.md#x");
  });

  test("to a lesson's folder leads to its page", () => {
    expect(resolveLink("./01-hello-http/", "lessons/README.md")).toBe(
      "/lessons/01-hello-http/index.md",
    );
  });

  test("to any other file leads into the repository", () => {
    expect(resolveLink("./http.ts", page)).toMatch(
      /^https:.*\/blob\/main\/lessons\/01-hello-http\/http\.ts$/,
    );
    expect(resolveLink("../../README.md", page)).toMatch(/blob\/main\/README/);
    expect(resolveLink("./exercises", page)).toMatch(/\/tree\/main\/lessons/);
  });

  test("to an address stays what it is", () => {
    expect(resolveLink("https://example.org/a.md", page)).toBe(
      "https://example.org/a.md",
    );
    expect(resolveLink("#here", page)).toBe("#here");
  });

  test("to a file that is not there is refused", () => {
    expect(() => resolveLink("./htpp.ts", page)).toThrow(
      'lessons/01-hello-http/README.md: expected a link to a file, got "./htpp.ts"',
    );
  });
});

test("no folder of the site's own files hides a page of the same name", () => {
  const docs = join(import.meta.dirname, "../../docs");
  const pages = readdirSync(docs).filter((name) => name.endsWith(".md"));
  const files = readdirSync(join(docs, "public"));

  const hidden = pages.filter((page) => files.includes(page.slice(0, -3)));

  expect(hidden).toEqual([]);
});
