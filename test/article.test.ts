import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listLessons } from "../lessons/course.ts";
import { compareWithArticle } from "./support/article-source.ts";
import {
  complainAboutEntries,
  complainAboutPlaces,
  fixtureFolder,
  readEntries,
  readFixtures,
} from "./support/article.ts";
import { describeWith } from "./support/needs.ts";

const docs = join(import.meta.dirname, "../docs");
const page = readFileSync(join(docs, "from-the-article.md"), "utf8");
const fixtures = readFixtures();
const built = listLessons().map(({ number }) => number);

test("the page has an entry for everything the article says, in its order", () => {
  expect(complainAboutEntries(page, fixtures)).toEqual([]);
});

test("every entry names places that exist, or a lesson that is not built", () => {
  expect(complainAboutPlaces(page, docs, built)).toEqual([]);
});

test("every list item of the page is an entry", () => {
  const items = page.match(/^- `/gm) ?? [];

  expect(readEntries(page)).toHaveLength(items.length);
});

describe("a page that has drifted is noticed", () => {
  const entry = (id: string) => new RegExp(`^- \`${id}\` .*\\n(  .*\\n)+`, "m");

  test("when an item has no entry", () => {
    const shorter = page.replace(entry("send-receive"), "");

    expect(complainAboutEntries(shorter, fixtures)).toEqual([
      'expected an entry for "Sending and receiving: snippet send-receive"',
    ]);
  });

  test("when an entry stands for nothing in the article", () => {
    const renamed = page.replace("`two-way`", "`three-way`");

    expect(complainAboutEntries(renamed, fixtures)).toEqual([
      'expected an entry for "What WebSocket is: claim two-way"',
      'expected no entry for "What WebSocket is: claim three-way"',
    ]);
  });

  test("when two entries stand for one item", () => {
    const [first = ""] = entry("two-way").exec(page) ?? [];
    const doubled = page.replace(first, first + first);

    expect(complainAboutEntries(doubled, fixtures)).toContain(
      "expected one entry for each item",
    );
  });

  test("when the entries stand in another order", () => {
    const [first = ""] = entry("run-hello").exec(page) ?? [];
    const later = page.replace(first, "");
    const swapped = later.replace(entry("open-hello"), (it) => it + first);

    expect(complainAboutEntries(swapped, fixtures)).toEqual([
      'expected "Setting up the handshake: command run-hello" before "Setting up the handshake: command open-hello"',
    ]);
  });

  test("when a verdict is none of the few that there are", () => {
    const vague = page.replace("**no longer holds**", "**mostly holds**");

    expect(complainAboutEntries(vague, fixtures)).toEqual([
      'expected "browsers" to have a verdict of a claim, got "mostly holds"',
    ]);
  });

  test("when an entry names a file that does not exist", () => {
    const moved = page.replace("01-hello-http/http.ts", "01-hello-http/web.ts");

    expect(complainAboutPlaces(moved, docs, built)).toEqual([
      '"hello-server" names ../lessons/01-hello-http/web.ts, which does not exist',
    ]);
  });

  test("when a link is called by another lesson's number", () => {
    const wrong = "[lesson 2](../lessons/01-hello-http/README.md)";
    const text = `- \`x\` · claim · **holds**\\\n  In ${wrong}.\n`;

    expect(complainAboutPlaces(text, docs, built)).toEqual([
      '"x" calls ../lessons/01-hello-http/README.md "lesson 2"',
    ]);
  });

  test("when an entry names no place at all", () => {
    const text = "- `x` · claim · **holds**\\\n  Somewhere.\n";

    expect(complainAboutPlaces(text, docs, built)).toEqual([
      'expected "x" to name a place',
    ]);
  });

  test("when a lesson that it calls not built has its folder", () => {
    const text =
      "- `x` · claim · **holds**\\\n  In lesson 1, not built\n  yet.\n";

    expect(complainAboutPlaces(text, docs, built)).toEqual([
      '"x" says that lesson 1 is not built',
    ]);
  });
});

// The article is not ours to ship: these run where ARTICLE names its text.
const articlePath = process.env["ARTICLE"];
if (articlePath) describe("beside the article itself", compareBoth);
else console.log("left out, because ARTICLE names no file: the article itself");

function compareBoth(): void {
  const article = readFileSync(articlePath ?? "", "utf8");

  test("the fixtures hold its code and its claims, word for word", () => {
    expect(compareWithArticle(article, fixtures)).toEqual([]);
  });

  test("a line that no fixture stands for is noticed", () => {
    const longer = `${article}\nfmt.Println("forgotten")\n`;

    expect(compareWithArticle(longer, fixtures)).toHaveLength(1);
  });

  test("a code line that a claim stands for is noticed", () => {
    const lines = article.split("\n");
    lines[4] = "package main";

    expect(compareWithArticle(lines.join("\n"), fixtures)).toEqual([
      "line 5 is code",
    ]);
  });

  test("a command in the middle of a sentence is noticed", () => {
    const more = article.replace("WebSocketは、", "go mod init chat を、");

    expect(compareWithArticle(more, fixtures)).toEqual([
      'line 7 has the command "go mod init"',
    ]);
  });

  test("a fixture that the article does not hold is noticed", () => {
    const other = article.replace('":8080"', '":3000"');

    expect(compareWithArticle(other, fixtures)).toEqual([
      '"hello-server" is not on line 25 of the article',
    ]);
  });
}

describeWith("go", "the article's snippets, as they stand", (go) => {
  const start = (...args: string[]) =>
    spawnSync(go, args, { cwd: fixtureFolder, encoding: "utf8" });

  test("the first server is sound Go", { timeout: 60_000 }, () => {
    expect(start("vet", "hello-server.go")).toMatchObject({ status: 0 });
  });

  test("an unmade channel prints as nil", { timeout: 60_000 }, () => {
    const { stdout } = start("run", "nil-and-made.go");

    expect(stdout.replace(/0x[0-9a-f]+/, "0xADDRESS")).toBe(
      [
        "Value of the channel:  <nil>",
        "Type of the channel: chan int ",
        "Value of the channel1:  0xADDRESS",
        "Type of the channel1: chan int ",
      ].join("\n"),
    );
  });

  test("a send outside any function is refused", { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "article-"));
    const file = join(folder, "main.go");
    const snippet = readFileSync(join(fixtureFolder, "send-receive.go"));
    writeFileSync(file, `package main\n\n${snippet.toString()}`);

    const { status, stderr } = start("run", file);

    rmSync(folder, { recursive: true });
    expect(status).toBe(1);
    expect(stderr).toContain("non-declaration statement outside function body");
  });
});
