import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, type TraceEvent } from "rendezvous";
import { door } from "../../lessons/11-sync/demo/door.ts";
import { goodbye } from "../../lessons/11-sync/demo/goodbye.ts";
import { describeWith } from "../support/needs.ts";
import { quiet } from "./11-sync.programs.ts";

type Story = (print: (line: string) => void) => Promise<void>;

const lesson = join(import.meta.dirname, "../../lessons/11-sync");

async function told(story: Story): Promise<string[]> {
  const lines: string[] = [];
  const { kind } = await run(
    () => story((line) => void lines.push(line)),
    quiet({}),
  );
  expect(kind).toBe("returned");
  return lines;
}

async function traced(story: Story): Promise<string[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(() => story(() => undefined), quiet({ observer }));
  const first = new Map<string, string>();
  return events
    .filter((event) => event.kind === "sync" || event.kind === "park")
    .filter(({ on }) => /^(mutex|rwmutex|waitgroup|cond)#/.test(on))
    .map((event) => {
      const kind = event.on.replace(/\d+$/, "");
      const others = [...first.keys()].filter((on) => on.startsWith(kind));
      const on = first.get(event.on) ?? `${kind}${others.length + 1}`;
      first.set(event.on, on);
      const what = event.kind === "sync" ? event.state : `waits`;
      return `${event.time / 1_000} s: ${event.goroutine} ${on} ${what}`;
    });
}

test("a goodbye is traced as it has always been", async () => {
  expect(await traced(goodbye)).toMatchInlineSnapshot(`
    [
      "0 s: 1 waitgroup#1 1",
      "0 s: 1 waitgroup#1 2",
      "0 s: 1 waitgroup#1 3",
      "0 s: 1 waitgroup#1 waits",
      "1 s: 2 waitgroup#1 2",
      "2 s: 4 waitgroup#1 1",
      "60 s: 3 waitgroup#1 0",
      "60 s: 1 waitgroup#2 1",
      "60 s: 1 waitgroup#2 2",
      "60 s: 1 waitgroup#2 3",
      "60 s: 1 waitgroup#2 waits",
      "60 s: 5 mutex#1 locked",
      "60 s: 6 mutex#1 waits",
      "60 s: 7 mutex#1 waits",
      "61 s: 5 mutex#1 locked",
      "61 s: 5 waitgroup#2 2",
      "121 s: 6 mutex#1 locked",
      "121 s: 6 waitgroup#2 1",
      "123 s: 7 mutex#1 free",
      "123 s: 7 waitgroup#2 0",
      "123 s: 1 waitgroup#3 1",
      "123 s: 1 waitgroup#3 2",
      "123 s: 1 waitgroup#3 3",
      "123 s: 11 waitgroup#3 waits",
      "124 s: 8 waitgroup#3 2",
      "125 s: 10 waitgroup#3 1",
      "183 s: 9 waitgroup#3 0",
    ]
  `);
});

test("an evening at the door is traced as it has always been", async () => {
  expect(await traced(door)).toMatchInlineSnapshot(`
    [
      "0 s: 1 waitgroup#1 1",
      "0 s: 1 waitgroup#1 2",
      "0 s: 1 waitgroup#1 3",
      "0 s: 1 waitgroup#1 4",
      "0 s: 1 waitgroup#1 waits",
      "0 s: 2 rwmutex#1 1 reading",
      "0 s: 3 rwmutex#1 2 reading",
      "0 s: 4 rwmutex#1 waits",
      "0 s: 5 rwmutex#1 waits",
      "0 s: 2 rwmutex#1 1 reading",
      "0 s: 2 waitgroup#1 3",
      "0 s: 3 rwmutex#1 0 reading",
      "0 s: 3 rwmutex#1 writing",
      "0 s: 3 waitgroup#1 2",
      "0 s: 4 rwmutex#1 0 reading",
      "0 s: 4 rwmutex#1 1 reading",
      "0 s: 4 waitgroup#1 1",
      "0 s: 5 rwmutex#1 0 reading",
      "0 s: 5 waitgroup#1 0",
      "0 s: 1 waitgroup#2 1",
      "0 s: 1 waitgroup#2 2",
      "0 s: 1 waitgroup#2 3",
      "0 s: 1 waitgroup#2 waits",
      "0 s: 6 mutex#1 locked",
      "0 s: 7 mutex#1 waits",
      "0 s: 8 mutex#1 waits",
      "0 s: 6 mutex#1 locked",
      "0 s: 6 waitgroup#2 2",
      "0 s: 7 mutex#1 locked",
      "0 s: 7 waitgroup#2 1",
      "0 s: 8 mutex#1 free",
      "0 s: 8 waitgroup#2 0",
      "0 s: 1 waitgroup#3 1",
      "0 s: 9 mutex#2 locked",
      "0 s: 9 mutex#2 free",
      "0 s: 9 cond#1 waits",
      "0 s: 1 mutex#2 locked",
      "0 s: 1 mutex#2 free",
      "0 s: 9 mutex#2 locked",
      "0 s: 9 mutex#2 free",
      "0 s: 9 cond#1 waits",
      "0 s: 1 mutex#2 locked",
      "0 s: 1 mutex#2 free",
      "0 s: 9 mutex#2 locked",
      "0 s: 9 mutex#2 free",
      "0 s: 9 cond#1 waits",
      "0 s: 1 mutex#2 locked",
      "0 s: 1 mutex#2 free",
      "0 s: 1 waitgroup#3 waits",
      "0 s: 9 mutex#2 locked",
      "0 s: 9 mutex#2 free",
      "0 s: 9 waitgroup#3 0",
    ]
  `);
});

test("nobody is left when the goodbye is over", async () => {
  const { goroutines } = await run(() => goodbye(() => undefined), quiet({}));

  expect(goroutines).toEqual([]);
});

test("nobody is left when the door is shut", async () => {
  const { goroutines } = await run(() => door(() => undefined), quiet({}));

  expect(goroutines).toEqual([]);
});

describeWith("go", "beside the Go original", (path) => {
  test("the same stories are told", { timeout: 60_000 }, async () => {
    const { stdout } = spawnSync(path, ["run", "main.go"], {
      cwd: lesson,
      encoding: "utf8",
    });
    const ours = [...(await told(goodbye)), ...(await told(door))];

    expect(ours.map((line) => line.replace(/ after \d+ s$/, ""))).toEqual(
      stdout.trimEnd().split("\n"),
    );
  });
});
