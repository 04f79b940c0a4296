import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundleWorker } from "../../docs/.vitepress/laboratory.ts";
import { site } from "../../docs/.vitepress/build.ts";
import { findFences, isOutput } from "../../docs/fences.ts";
import { listLessons } from "../../lessons/course.ts";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { compile } from "../../playground/compiler/compile.ts";
import { isOfMuseum } from "../../playground/programs/program.ts";
import type { Order, Report } from "../../playground/protocol.ts";
import { coursePrograms } from "../playground/course.fixture.ts";
import { describeWith } from "../support/needs.ts";
import { buildTimeoutMs, SiteInBrowser } from "../support/site.ts";
import { findSerious } from "./05-chat.window.ts";
import { patience, Playground } from "./playground.window.ts";

vi.setConfig({ testTimeout: 60_000 });

const budgetBytes = 1.4 * 1024 * 1024;
const programs = await coursePrograms();
const byId = new Map(programs.map((program) => [program.id, program]));
const demos = programs.filter((program) => !isOfMuseum(program));

const outputs = new Map(
  listLessons().flatMap(({ folder }) =>
    findFences(readFileSync(join(folder, "README.md"), "utf8"))
      .filter(isOutput)
      .map(({ source, body }) => [source, body] as const),
  ),
);

describeWith("browser", "the playground", (path) => {
  let host: SiteInBrowser;
  let lab: Playground;
  let page: Page;

  beforeAll(async () => {
    host = await SiteInBrowser.open(path);
    page = await host.visit({
      permissions: ["clipboard-read", "clipboard-write"],
      viewport: { width: 1280, height: 900 },
    });
    lab = new Playground(page);
    await lab.open(`${host.home}playground`);
  }, buildTimeoutMs);

  afterAll(async () => host?.close());

  /** Opens a program as the course has it. */
  async function open(id: string): Promise<void> {
    await lab.open(`${host.home}playground?program=${id}`);
    await lab.button("Reset").click();
    const first = byId.get(id)?.text.split("\n")[0] ?? "";
    await lab.editor.getByText(first, { exact: true }).waitFor();
  }

  async function begin(text: string): Promise<void> {
    await lab.button("Reset").click();
    await lab.write(text);
  }

  describe("a program", () => {
    test("is chosen from the list, runs, and prints what the terminal prints", async () => {
      await lab.choose("9-hub");

      expect(await lab.run()).toBe("exit status 0");
      const printed = await lab.lines();
      expect(`${printed.join("\n")}\n`).toBe(outputs.get("npm run lesson 9"));
    });

    test("that is stuck ends with Go's report and status 2, on its own lines", async () => {
      await lab.choose("12-two-senders");

      expect(await lab.run()).toBe("exit status 2");
      expect(await lab.lines()).toContain(
        "fatal error: all goroutines are asleep - deadlock!",
      );
      const place = lab.output.getByRole("button", { name: /^program\.ts:/ });
      const [, line] = /:(\d+):/.exec(await place.first().innerText()) ?? [];
      await place.first().click();
      const marked = await page.locator(".cm-here").innerText();
      expect(marked).toBe((await lab.text()).split("\n")[Number(line) - 1]);
    });

    test("is told what it can import, at its line", async () => {
      await begin('import { WebSocket } from "ws";\nconsole.log(1);');
      await lab.button("Run").click();

      await lab.output
        .getByText('expected imports from "rendezvous" alone, got "ws"')
        .waitFor();
      await lab.output.getByRole("button", { name: "line 1" }).waitFor();
    });

    test("keeps what was typed over a reload, until Reset", async () => {
      await open("7-room");
      await begin('console.log("mine");');
      await page.reload();
      await lab.editor.waitFor();
      expect(await lab.text()).toBe('console.log("mine");');

      await lab.choose("7-values");
      await lab.editor.getByText("Channel.nil").first().waitFor();
      await lab.choose("7-room");
      await lab.editor.getByText('console.log("mine");').waitFor();
      await lab.button("Reset").click();
      await lab.editor.getByText("Two come before").waitFor();
      expect(await lab.text()).toBe(byId.get("7-room")?.text);
    });

    test("comes back after Reset by undo, and never into another one", async () => {
      await begin('console.log("again mine");');
      await lab.button("Reset").click();
      await lab.editor.getByText("Two come before").waitFor();
      await lab.editor.click();
      await page.keyboard.press("ControlOrMeta+z");
      expect(await lab.text()).toBe('console.log("again mine");');

      await lab.choose("7-values");
      await lab.editor.getByText("Channel.nil").first().waitFor();
      await lab.editor.click();
      await page.keyboard.press("ControlOrMeta+z");
      expect(await lab.text()).toBe(byId.get("7-values")?.text);
      await open("7-room");
    });

    test("repeats by its seed what was left to chance", async () => {
      await open("9-race");
      await begin(`import { Channel, main, select } from "rendezvous";
main(async () => {
  const a = new Channel<number>(), b = new Channel<number>();
  a.close();
  b.close();
  let drawn = "";
  for (let draw = 0; draw < 40; draw++) drawn += (await select({ a, b })).case;
  console.log(drawn);
});`);
      await lab.run();
      const first = await lab.lines();
      await lab.button("Keep it").click();
      await lab.run();

      expect(await lab.lines()).toEqual(first);
      expect(first[0]).toMatch(/a/);
      await lab.button("Reset").click();
    });

    test("typed in one window is in the other, and in none is anything lost", async () => {
      await open("7-values");
      const second = await host.another(page.context());
      const other = new Playground(second);
      await other.open(`${host.home}playground?program=7-values`);
      await begin("// a long day's work");
      await other.editor.getByText("// a long day's work").waitFor();
      await other.editor.click();
      await second.keyboard.press("ControlOrMeta+End");
      await second.keyboard.type(", and more");

      await lab.editor.getByText("// a long day's work, and more").waitFor();
      await second.close();
      await lab.button("Reset").click();
    });

    test("is told when its seed makes no sense, and needs none", async () => {
      await open("6-leaves");
      const seed = page.getByRole("spinbutton", { name: "Seed" });
      await seed.fill("-1");
      await lab.button("Run").click();
      await page.getByText("expected the seed to be a whole number").waitFor();
      await seed.fill("");

      expect(await lab.run()).toBe("exit status 0");
    });

    test("that is changed says that what is shown is of the old one", async () => {
      await open("12-two-senders");
      await lab.run();
      const note = page.getByText("of the program before your last change");
      expect(await note.count()).toBe(0);
      await lab.write("console.log(1);");

      await note.waitFor();
      expect(await lab.run()).toBe("exit status 0");
      expect(await note.count()).toBe(0);
      await lab.button("Reset").click();
    });

    test("ends with a failure that nobody handles, at its time", async () => {
      await open("6-leaves");
      await begin(`import { main, sleep } from "rendezvous";
async function bad() {
  await sleep(3);
  throw new Error("lost");
}
main(async () => {
  void bad();
  await sleep(10);
  console.log("after");
});`);

      expect(await lab.run()).toBe("exit status 1");
      const lines = await lab.lines();
      expect(lines[0]).toBe("Uncaught Error: lost");
      expect(lines).not.toContain("after");
      await lab.button("Reset").click();
    });

    test("keeps the focus where Run was pressed", async () => {
      await open("6-leaves");
      await lab.button("Run").focus();
      await page.keyboard.press("Enter");
      await lab.ended();

      const focused = "document.activeElement.textContent.trim()";
      expect(await page.evaluate(focused)).toBe("Run");
    });

    test("that prints for long is drawn to its last event", async () => {
      await begin(`import { Channel, go, main } from "rendezvous";
main(async () => {
  const c = new Channel<number>();
  go("reader", async () => { for (let i = 0; i < 2000; i++) console.log(await c.receive()); });
  for (let i = 0; i < 2000; i++) await c.send(i);
  const start = performance.now();
  while (performance.now() - start < 400);
  console.log("and more");
  await c.receive();
});`);
      expect(await lab.run()).toBe("exit status 2");

      const most = await lab.time.getAttribute("max");
      expect(await lab.time.inputValue()).toBe(most);
      expect(await lab.region("Timeline").innerText()).toContain(
        `${most} of ${most}`,
      );
      await lab.button("Reset").click();
    });

    test("that the course has changed since is kept, and says so", async () => {
      await open("7-room");
      await begin("console.log(2);");
      await page.evaluate(`for (const key of Object.keys(localStorage)) {
        if (!key.endsWith(":7-room")) continue;
        const kept = JSON.parse(localStorage.getItem(key));
        localStorage.setItem(key, JSON.stringify({ ...kept, version: "older" }));
      }`);
      await page.reload();

      await page.getByText("the course has changed it since").waitFor();
      expect(await lab.text()).toBe("console.log(2);");
      await lab.button("Reset").click();
    });
  });

  describe("the editor", () => {
    test("underlines a wrong type, and says what is wrong", async () => {
      await begin(
        'import { Channel } from "rendezvous";\nconst c = new Channel<number>();\nc.trySend("x");\n',
      );

      const wrong = page.locator(".cm-lintRange-error");
      await wrong.waitFor();
      expect(await wrong.innerText()).toBe('"x"');
      await wrong.hover();
      await page
        .getByText("Argument of type 'string' is not assignable")
        .waitFor();
    });

    test("shows a type and a docstring beside a name", async () => {
      await page.mouse.move(1, 1); // and what was shown goes
      await page.locator(".cm-tooltip-hover").waitFor({ state: "detached" });
      const { x, y } = await page.evaluate<{ x: number; y: number }>(wordAt);
      await page.mouse.move(x, y);

      await page.getByText("A channel whose buffer holds").waitFor();
    });

    test("completes a name of the runtime", async () => {
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type("c.tryR");
      await page
        .locator(".cm-tooltip-autocomplete", { hasText: "tryReceive" })
        .waitFor();
      await page.waitForTimeout(100); // a list that has just come takes no key
      await page.keyboard.press("Enter");

      expect(await lab.text()).toContain("c.tryReceive");
    });

    test("lets Tab go on to what follows", async () => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Tab");

      const isInside = "!!document.activeElement.closest('.cm-editor')";
      expect(await page.evaluate(isInside)).toBe(false);
    });
  });

  describe("what never ends", () => {
    test("is stopped by hand, in the middle of a loop", async () => {
      await begin("while (true) {}");
      await lab.button("Run").click();
      await lab.button("Stop").click();

      expect(await lab.ended()).toBe("stopped by you");
      expect(await lab.text()).toBe("while (true) {}");
    });

    test("is stopped by itself where it is a loop that waits for nothing", async () => {
      await lab.button("Run").click();

      expect(await lab.ended()).toContain("a loop that waits for nothing");
      await page.getByRole("button", { name: "Share" }).focus(); // the page lives
    });

    test("is stopped by its count of events where it waits, with a name", async () => {
      await begin(`import { Channel, go, main } from "rendezvous";
main(async () => {
  const c = new Channel<number>();
  go("ping", async () => { for (;;) await c.receive(); });
  for (;;) await c.send(1);
});`);

      expect(await lab.run()).toMatch(
        /^stopped after 400,000 events, at 0 ms on the clock: goroutine \d \((ping|main)\)/,
      );
    });

    test("is stopped where it prints without end, and what was printed is capped", async () => {
      await begin('for (;;) console.log("x");');

      expect(await lab.run()).toBe(
        "stopped: it prints more than anybody could read",
      );
      expect(await lab.lines()).toHaveLength(5_000);
      await lab.output.getByText("50,000 lines more").waitFor();
    });
  });

  describe("the picture", () => {
    test("goes back and forth in time, from the keyboard, with the line", async () => {
      await open("7-room");
      await lab.run();
      await lab.time.focus();
      const end = await lab.moment();
      await page.keyboard.press("Home");
      expect(await lab.moment()).toContain("nothing has happened");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      expect(await lab.moment()).toContain("main runs");
      await page.keyboard.press("End");
      expect(await lab.moment()).toBe(end);
    });

    test("says what a channel holds and who waits at it", async () => {
      await open("8-close");
      await lab.run();
      const channels = lab.region("Channels");
      await lab.time.focus();
      await page.keyboard.press("Home");
      await vi.waitUntil(async () => {
        await page.keyboard.press("ArrowRight");
        return (await lab.moment()).includes("waits: chan send");
      }, patience);

      const text = await channels.innerText();
      expect(text).toContain("2 of 2 in its buffer");
      expect(text).toMatch(/"one"[^]*"two"/);
      expect(text).toMatch(/alice\s*"three"/);
    });

    test("follows a change of the program", async () => {
      await open("6-asleep");
      await lab.run();
      const before = await lab.region("Timeline").innerText();
      await begin(`import { main, sleep } from "rendezvous";
main(async function lonely() { await sleep(7); });`);
      await lab.run();

      expect(await lab.region("Timeline").innerText()).not.toBe(before);
      expect(await lab.moment()).toMatch(/^7 ms|7 ms/);
      await lab.button("Reset").click();
    });

    test("names each goroutine of a deadlock with operation, channel and line", async () => {
      await open("12-two-senders");
      await lab.run();
      const left = lab.region("Who was left");

      expect(await left.innerText()).toMatch(/Deadlock/);
      const circle = await left.getByRole("list").first().innerText();
      expect(circle).toMatch(/chan send on chan#\d[^]*program\.ts:\d+:\d+/);
    });

    test("tells a leak from a deadlock", async () => {
      await open("12-leak");
      await lab.run();

      const words = await lab.region("Who was left").innerText();
      expect(words).toMatch(/^At the end of the run\s+Leak/);
      expect(words).toContain("far");
    });

    test("goes from a line to what it did next", async () => {
      await open("7-room");
      await lab.run();
      await lab.time.focus();
      await page.keyboard.press("Home");
      const text = (await lab.text()).split("\n");
      const line = text.findIndex((each) => each.includes("await lines.send"));
      await page
        .locator(".cm-lineNumbers .cm-gutterElement", {
          hasText: new RegExp(`^${line + 1}$`),
        })
        .click();

      expect(await lab.moment()).toMatch(/waits: chan send/);
    });

    test("holds the same as a table and as text", async () => {
      await page.getByText("All events as a table").click();
      const rows = page.getByRole("row");
      await rows.first().waitFor();
      expect(await rows.count()).toBeGreaterThan(20);
      await lab.button("Copy as text").click();

      const copied = await page.evaluate<string>(
        "navigator.clipboard.readText()",
      );
      expect(copied).toMatch(/hands "hello" to main on chan#\d/);
    });

    test("steps through 10,000 events without a halt", async () => {
      await begin(`import { Channel, go, main } from "rendezvous";
main(async () => {
  const c = new Channel<number>();
  for (let worker = 0; worker < 8; worker++) {
    go("worker " + worker, async () => { for await (const _ of c) ; });
  }
  for (let count = 0; count < 2_700; count++) await c.send(count);
});`);
      await lab.run();
      expect(Number(await lab.time.getAttribute("max"))).toBeGreaterThan(
        10_000,
      );
      await lab.time.focus();

      const median = await page.evaluate<number>(stepping);
      expect(median).toBeLessThan(100); // on a machine that does all else meanwhile
      await lab.button("Reset").click();
    });
  });

  describe("Explore", () => {
    test("lists each ending, and shows the failure that is nearest", async () => {
      await open("13-again");
      await lab.button("Explore").click();
      const schedules = lab.region("Schedules");
      await schedules.getByText("Deadlock in").waitFor();

      await schedules
        .getByText("Main returns, and nobody is left in")
        .waitFor();
      await schedules.getByText(/^shown in the timeline: \d+:\d+/).waitFor();
      expect(await lab.ended()).toBe("exit status 2");
      await lab.region("Who was left").getByText("Deadlock").first().waitFor();
    });

    test("makes a link that leads to the same deadlock elsewhere, when asked", async () => {
      await lab.button("Share").click();
      const link = await page
        .getByRole("textbox", { name: "Link" })
        .inputValue();
      const there = await host.visit();
      const other = new Playground(there);
      await other.open(link);

      await there.getByText("This program came with a link").waitFor();
      await other.output.getByText("Nothing has run yet").waitFor();
      expect(await other.run()).toBe("exit status 2");
      expect(await other.moment()).toBe(await lab.moment());
      expect(await other.lines()).toEqual(await lab.lines());
      await there.close();
    });

    test("keeps what is made of a program that came with a link", async () => {
      await open("13-again");
      await lab.button("Share").click();
      const link = await page
        .getByRole("textbox", { name: "Link" })
        .inputValue();
      const there = await host.visit();
      const other = new Playground(there);
      await other.open(link);
      await other.write("console.log(1);");
      await there.reload();

      await other.editor.getByText("console.log(1);").waitFor();
      await other.button("Reset").click();
      await other.editor.getByText("Bob leaves in the one order").waitFor();
      await there.close();
    });

    test("shows how far it is, and stops with what it has found", async () => {
      await begin(`import { Channel, go, main } from "rendezvous";
main(async () => {
  const c = new Channel<number>(2);
  for (let each = 0; each < 6; each++) {
    go(async () => { for (let i = 0; i < 4; i++) { await c.send(i); await c.receive(); } });
  }
});`);
      await lab.button("Explore").click();
      const schedules = lab.region("Schedules");
      await schedules.getByText(/^[1-9][\d,]* schedules so far/).waitFor();
      await lab.button("Stop").click();

      await schedules
        .getByText(/schedules/)
        .first()
        .waitFor();
      await schedules.getByRole("listitem").first().waitFor();
    });

    test("says how often a select took what", async () => {
      await begin(`import { Channel, main, select } from "rendezvous";
main(async () => {
  const a = new Channel<number>(1), b = new Channel<number>(1);
  await a.send(1);
  await b.send(2);
  await select({ a, b });
});`);
      await lab.button("Explore").click();

      const shares = lab.region("Schedules").getByRole("table");
      await shares.waitFor();
      const rows = await shares.getByRole("row").allInnerTexts();
      const percents = rows.map((row) => Number(/(\d+) %/.exec(row)?.[1]));
      expect(percents).toHaveLength(2);
      expect(Math.min(...percents)).toBeGreaterThan(35);
    });

    test("says why a program without a main has no orders", async () => {
      await begin("console.log(1);");
      await lab.button("Explore").click();

      await lab
        .region("Schedules")
        .getByText("expected a program that calls main")
        .waitFor();
      await lab.button("Reset").click();
    });

    test("finds in a kernel of the museum what its page says", async () => {
      await page.goto(`${host.home}lessons/13-schedules/museum/`);
      await page
        .getByRole("link", { name: "in the playground" })
        .first()
        .click();
      await lab.editor.waitFor();
      await lab.button("Explore").click();

      await lab.region("Schedules").getByText("Leak").first().waitFor();
    });
  });

  describe("a program from anywhere", () => {
    test("reaches neither the network nor what the site has stored", async () => {
      const visitors: string[] = [];
      const outside = createServer((request, response) => {
        visitors.push(request.url ?? "");
        response.setHeader("Access-Control-Allow-Origin", "*").end("secret");
      });
      outside.on("upgrade", ({ url }, socket) => {
        visitors.push(`upgrade ${url}`);
        socket.destroy();
      });
      const address = await listen(outside, 0);
      await page.evaluate("localStorage.setItem('secret', 'of the site')");
      await begin(hostile(address, host.home));
      await lab.button("Run").click();
      await lab.ended();
      const lines = await lab.lines();
      outside.close();

      expect(lines.filter((line) => line.startsWith("reached"))).toEqual([]);
      expect(lines.at(-1)).toBe("tried all");
      expect(visitors).toEqual([]);
      // The browser says what it forbade, and what was asked for in vain.
      host.complaints.length = host.outside.length = 0;
      await lab.button("Reset").click();
    });

    test("that was cut on its way says so, and the page goes on", async () => {
      await page.goto(`${host.home}playground#shared=abcd`);
      await page.reload();

      await page.getByText("expected a link as Share makes it").waitFor();
      await lab.editor.waitFor();
      expect(await lab.text()).not.toBe("");
    });

    test("may not add a script to the page", async () => {
      await page.evaluate(`{
        const script = document.createElement("script");
        script.textContent = "document.title = 'caught'";
        document.head.append(script);
      }`);

      expect(await page.title()).not.toBe("caught");
      expect(host.complaints.join()).toContain("Content Security Policy");
      host.complaints.length = 0;
    });
  });

  describe("in a lesson", () => {
    test("a demo runs where its output stands, and not before it is asked", async () => {
      const lesson = await host.visit();
      const files: string[] = [];
      lesson.on("request", (request) => files.push(request.url()));
      await lesson.goto(`${host.home}lessons/08-buffers/`);
      const button = lesson.getByRole("button", { name: "Run it here" });
      await button.first().waitFor();
      await vi.waitUntil(() =>
        lesson.evaluate<boolean>(
          "!!document.querySelector('#app').__vue_app__",
        ),
      );
      expect(scriptBytes(files)).toBeLessThan(100 * 1024);

      await button.first().click();
      const here = new Playground(lesson);
      await here.editor.waitFor();
      expect(await here.run()).toBe("exit status 0");
      expect(`${(await here.lines()).join("\n")}\n`).toBe(
        outputs.get("npm run lesson 8"),
      );
      expect(await findSerious(lesson)).toEqual([]);
      await lesson.close();
    });
  });

  test.each([1280, 375])(
    "is accessible, and no wider than %s",
    async (width) => {
      await open("12-hub");
      await page.setViewportSize({ width, height: 800 });
      await lab.run();
      await lab.button("Explore").click();
      await lab.region("Schedules").getByRole("listitem").first().waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(
        width,
      );

      if (width === 1280) expect(await findSerious(page)).toEqual([]);
    },
  );

  test("loads, with types, no more than its budget", async () => {
    const visitor = await host.visit();
    const files: string[] = [];
    visitor.on("request", (request) => files.push(request.url()));
    const other = new Playground(visitor);
    await other.open(`${host.home}playground`);
    await other.run();
    await other.write("const x: string = 1;");
    await visitor.locator(".cm-lintRange-error").waitFor();

    expect(scriptBytes(files)).toBeGreaterThan(1024 * 1024);
    expect(scriptBytes(files)).toBeLessThan(budgetBytes);
    await visitor.close();
  });

  test("asked nobody else for anything, and broke no rule of its own", () => {
    expect(host.outside).toEqual([]);
    expect(host.complaints.join("\n")).toBe("");
  });

  function scriptBytes(urls: readonly string[]): number {
    const scripts = [...new Set(urls)].filter((url) => /\.js$/.test(url));
    return scripts
      .map((url) => join(site, url.slice(host.home.length)))
      .reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  }

  describe("behaves as in the terminal", () => {
    let worker: string;
    let bench: Page;

    beforeAll(async () => {
      worker = await bundleWorker();
      bench = await host.visit();
      await bench.goto(`${host.home}404.html`);
      await bench.evaluate(`globalThis.workerCode = ${JSON.stringify(worker)}`);
    });

    afterAll(async () => bench?.close());

    test.each(demos)("$id", async ({ id, text, commands }) => {
      const { code } = compile(text);
      const order: Order = { kind: "run", code: code ?? "", seed: 1 };
      const reports = await bench.evaluate<Report[]>(runInFrame(order));
      const lines = reports.flatMap((report) =>
        report.kind === "line" ? [report.line] : [],
      );
      const end = reports.at(-1);
      const status =
        end?.kind === "ended" && end.end.kind === "exit" ? end.end.status : -1;

      const told = expectedOf(commands);
      if (told) expect(transcriptOf(lines, status)).toBe(told);
      else expect([id, status]).toEqual([id, statusOf(id)]);
    });
  });
});

/** What the page of the lesson shows of one of `commands`, without places. */
function expectedOf(commands: readonly string[]): string | undefined {
  const shown = commands.map((command) => outputs.get(command));
  return shown.find((text) => text !== undefined)?.replace(places, "PLACE");
}

const places = /[\w/.-]+\.ts:\d+:\d+/g;

function transcriptOf(
  lines: readonly { text: string }[],
  status: number,
): string {
  const end = status === 0 ? [] : [`exit status ${status}`];
  return [...lines.map(({ text }) => text), ...end, ""]
    .join("\n")
    .replace(places, "PLACE");
}

// Of those that no page shows, the gallery says it: all are stuck but the mended.
function statusOf(id: string): number {
  const isMended = id.endsWith("-mended") || id === "12-leak";
  return id.startsWith("12-") && !isMended ? 2 : 0;
}

// Strings, because they run in the page. Each order gets a frame of its own.
const runInFrame = (order: Order) => `new Promise((resolve) => {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  const reports = [];
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    if (data === "ready") {
      const order = ${JSON.stringify(order)};
      frame.contentWindow.postMessage({ worker: workerCode, order }, "*");
    } else if (data.kind === "line") reports.push(data);
    else if (data.kind === "ended") {
      removeEventListener("message", hear);
      frame.remove();
      resolve([...reports, data]);
    }
  };
  addEventListener("message", hear);
  frame.src = "sandbox.html";
  document.body.append(frame);
})`;

/** Where the word Channel stands in the second line. */
const wordAt = `(() => {
  const line = document.querySelectorAll(".cm-line")[1];
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf("Channel");
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 7);
    const { left, top, width, height } = range.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }
})()`;

/** How long a step takes until it is on the screen: the median of sixty. */
const stepping = `(async () => {
  const slider = document.querySelector('[aria-label="Time"]');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const took = [];
  for (let step = 1; step <= 60; step++) {
    const start = performance.now();
    slider.value = step * 160;
    slider.dispatchEvent(new Event("input"));
    await frame();
    await frame();
    took.push(performance.now() - start);
  }
  return took.sort((one, other) => one - other)[30];
})()`;

/** A program that wants out, and says `reached …` where it gets. */
const hostile = (address: string, home: string) => `
const scope: any = globalThis;
async function attempt(name: string, act: () => unknown) {
  try {
    const got = await act();
    if (got !== undefined) console.log("reached " + name + ": " + String(got));
  } catch (error) { console.log(name + ": " + String(error).slice(0, 60)); }
}
const alive = setInterval(() => {}, 50); // or all might look over
const pause = () => new Promise((resolve) => setTimeout(resolve, 300));
await attempt("fetch", async () => (await scope.fetch("${address}/fetch")).status);
await attempt("the site", async () => (await scope.fetch("${home}index.html", { mode: "no-cors" })).type);
await attempt("a script", () => { scope.importScripts("${address}/script"); return 1; });
await attempt("eval import", async () => (0, eval)('import("${address}/module.js")').then(() => 1));
await attempt("a socket", () => new Promise((open) => {
  const socket = new scope.WebSocket("${address.replace("http", "ws")}/socket");
  socket.onopen = () => open("open"); socket.onerror = () => open(undefined);
}));
await attempt("events", () => { new scope.EventSource("${address}/events"); });
await attempt("a request", () => new Promise((open) => {
  const request = new scope.XMLHttpRequest();
  request.onload = () => open(request.status); request.onerror = () => open(undefined);
  request.open("GET", "${address}/request"); request.send();
}));
await attempt("storage", () => scope.localStorage?.getItem("secret"));
await attempt("a database", () => new Promise((open) => {
  const request = scope.indexedDB.open("rendezvous");
  request.onsuccess = () => open("open"); request.onerror = () => open(undefined);
}));
await attempt("caches", () => scope.caches?.open("x"));
await attempt("a worker", () => new Promise((open) => {
  const worker = new scope.Worker(scope.URL.createObjectURL(new scope.Blob(
    ['fetch("${address}/worker").then(() => postMessage(1), () => postMessage(0))'])));
  worker.onmessage = ({ data }: any) => open(data === 1 ? "fetched" : undefined);
  worker.onerror = () => open(undefined);
}));
await attempt("the page", () => scope.parent?.document?.title ?? scope.window?.document?.title);
await attempt("a message", () => { scope.postMessage({ kind: "line" }); return 1; });
await pause();
clearInterval(alive);
console.log("tried all");
`;
