// A lesson's `main.go`, built and run.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepts, freePort } from "./port.ts";

const lessons = join(import.meta.dirname, "../../lessons");

export interface GoServer {
  url: string;
  /** Runs the same program a second time, beside the first, to its end. */
  again: () => Promise<{ status: number | null; output: string }>;
  stop: () => Promise<void>;
}

/**
 * Builds `main.go` of `lesson` and starts it. Its address, a literal of the
 * source named as `{ literal: "PORT" }`, is replaced by a free one.
 */
export async function startGo(
  lesson: string,
  replace: Record<string, "PORT">,
): Promise<GoServer> {
  const scratch = mkdtempSync(join(tmpdir(), "go-"));
  const port = await freePort();
  const source = Object.keys(replace).reduce(
    (text, literal) => {
      if (!text.includes(literal)) throw new Error(`expected ${literal}`);
      return text.replace(literal, `"127.0.0.1:${port}"`);
    },
    readFileSync(join(lessons, lesson, "main.go"), "utf8"),
  );
  writeFileSync(join(scratch, "main.go"), source);
  const program = join(scratch, "program");
  execFileSync("go", ["build", "-o", program, "main.go"], { cwd: scratch });

  const child = spawn(program, { stdio: "ignore" });
  const exit = once(child, "exit");
  await accepts(port);
  return {
    url: `http://127.0.0.1:${port}`,
    again: async () => {
      const { status, stdout, stderr } = spawnSync(program, { timeout: 5_000 });
      return { status, output: `${stdout.toString()}${stderr.toString()}` };
    },
    stop: async () => {
      child.kill("SIGKILL");
      await exit;
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
