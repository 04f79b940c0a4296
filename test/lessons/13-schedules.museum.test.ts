import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "rendezvous";
import { expect, test } from "vitest";
import { explored, type Findings, weaveMuseum } from "../../docs/museum.ts";
import type { Kernel } from "../../lessons/13-schedules/museum/kernel.ts";
import { kernels } from "../../lessons/13-schedules/museum/kernels.ts";

const museum = join(import.meta.dirname, "../../lessons/13-schedules/museum");
const findings = new Map<Kernel, Findings>();
const isStuck = ({ kind }: { kind: string }) =>
  kind === "deadlock" || kind === "leak";

test.each(kernels)("$name gets stuck in some order", async (kernel) => {
  const found = await explored(kernel);
  findings.set(kernel, found);

  const stuck = found.bug.endings.filter(isStuck);

  expect(stuck.length).toBeGreaterThan(0);
  expect(found.bug.endings.some(({ kind }) => kind === "panic")).toBe(false);
  for (const { kind, schedule, waiting } of stuck) {
    const again = await run(kernel.bug, { schedule, outlived: true });
    const left = again.goroutines.filter(({ waits }) => waits.length > 0);
    expect(again.kind).toBe(kind === "leak" ? "returned" : "deadlock");
    expect(left.length).toBe(waiting.length);
  }
});

test.each(kernels)("$name is mended, in all of them", ({ name }) => {
  const [, found] = [...findings].find(([each]) => each.name === name) ?? [];

  expect(found?.mended.isComplete).toBe(true);
  expect(found?.mended.endings.map(({ kind }) => kind)).toEqual(["returned"]);
});

test("there are 45 of them, each in a file of its name", () => {
  const files = readdirSync(museum)
    .filter((file) => /-\d+\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ""));

  expect(kernels.map(({ name }) => name).sort()).toEqual(files.sort());
  expect(files.length).toBe(45);
});

test.each(kernels)("$name places no yield and prints nothing", ({ name }) => {
  const text = readFileSync(join(museum, `${name}.ts`), "utf8");

  expect(text).not.toMatch(/yieldNow|console/);
});

test("thirteen of them never got stuck in Go, as the page says", () => {
  expect(kernels.filter(({ stuck }) => stuck === "never seen").length).toBe(13);
});

test("each story has two sentences, and each mend one", () => {
  const sentences = (text: string) => text.split(/[.!?](?=\s|$)/).length - 1;

  for (const { name, story, mend } of kernels) {
    expect([name, sentences(story), sentences(mend)]).toEqual([name, 2, 1]);
  }
});

test("the page says what was found", () => {
  const page = readFileSync(join(museum, "README.md"), "utf8");

  expect(weaveMuseum(page, findings)).toBe(page);
});
