import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import { hashOf } from "../../docs/.vitepress/policy.ts";

const html = readFileSync(
  join(import.meta.dirname, "../../docs/public/sandbox.html"),
  "utf8",
);
const [, policy = ""] = /content="(default-src[^"]*)"/.exec(html) ?? [];
const [, script = ""] = /<script>([\s\S]*)<\/script>/.exec(html) ?? [];

describe("the policy of the sandbox", () => {
  test("lets its own script run, and no other one", () => {
    const scripts = html.match(/<script/g);

    expect(scripts).toHaveLength(1);
    expect(policy).toContain(`'${hashOf(script)}'`);
    expect(policy).not.toMatch(/'self'|unsafe-inline|\*|https?:/);
  });

  test("lets it ask nobody for anything", () => {
    expect(policy.split("; ").map((rule) => rule.split(" ")[0])).toEqual([
      ...["default-src", "script-src", "worker-src"],
    ]);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toMatch(/; worker-src blob:$/);
  });

  test("stands before its script", () => {
    expect(html.indexOf("Content-Security-Policy")).toBeGreaterThan(0);
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(
      html.indexOf("<script"),
    );
  });
});

interface FakeWorker {
  code: string;
  told: unknown[];
  onmessage?: (event: { data: unknown }) => void;
}

describe("the frame of a sandbox", () => {
  let heard: unknown[] = [];
  let workers: FakeWorker[] = [];
  let say: (event: { source: unknown; data: unknown }) => void;
  const parent = { postMessage: (data: unknown) => void heard.push(data) };

  beforeEach(() => {
    heard = [];
    workers = [];
    const scope = {
      parent,
      addEventListener: (_: string, listener: typeof say) => (say = listener),
      Blob: class {
        readonly parts: string[];
        constructor(parts: string[]) {
          this.parts = parts;
        }
      },
      URL: { createObjectURL: ({ parts }: { parts: string[] }) => parts[0] },
      Worker: class implements FakeWorker {
        readonly told: unknown[] = [];
        readonly code: string;
        constructor(code: string) {
          this.code = code;
          workers.push(this);
        }
        postMessage(data: unknown): void {
          this.told.push(data);
        }
      },
    };
    runInContext(script, createContext(scope));
  });

  test("says when it is ready", () => {
    expect(heard).toEqual(["ready"]);
  });

  test("starts the worker that it is sent, and hands its order on", () => {
    say({ source: parent, data: { worker: "code", order: "run" } });
    say({ source: parent, data: { order: "stop" } });

    expect(workers.map(({ code, told }) => ({ code, told }))).toEqual([
      { code: "code", told: ["run", "stop"] },
    ]);
  });

  test("hands on what the worker reports", () => {
    say({ source: parent, data: { worker: "code", order: "run" } });
    workers[0]?.onmessage?.({ data: { kind: "alive" } });

    expect(heard).toEqual(["ready", { kind: "alive" }]);
  });

  test("hears nobody but the page that holds it", () => {
    say({ source: {}, data: { worker: "code", order: "run" } });
    say({ source: null, data: { worker: "code", order: "run" } });

    expect(workers).toEqual([]);
  });

  test("has nobody to tell an order before it has a worker", () => {
    expect(() =>
      say({ source: parent, data: { order: "stop" } }),
    ).not.toThrow();
    expect(workers).toEqual([]);
  });
});
