// Where a worker stands between the page and the program: all that the program
// does goes through here, and comes to an end here.
//
// Always true:
//   - `ended` is told once, and nothing after it

import { inspect } from "node-inspect-extracted";
import type { ProgramEnd, Report } from "../protocol.ts";
import { Printer } from "./printer.ts";
import { Recorder } from "./recorder.ts";

const flooded = "stopped: it prints more than anybody could read";

export class Desk {
  readonly recorder: Recorder;
  readonly printer: Printer;
  readonly #send: (report: Report) => void;
  #isOver = false;

  constructor(send: (report: Report) => void) {
    this.#send = send;
    this.recorder = new Recorder(
      (report) => this.tell(report),
      (why) => this.end({ kind: "stopped", why }),
    );
    this.printer = new Printer(
      (stream, text) => {
        const line = { stream, text, ...this.recorder.position };
        this.tell({ kind: "line", line });
      },
      () => this.end({ kind: "stopped", why: flooded }),
    );
  }

  tell(report: Report): void {
    if (!this.#isOver) this.#send(report);
  }

  exit(status: number): void {
    this.end({ kind: "exit", status });
  }

  end(end: ProgramEnd): void {
    this.recorder.flush();
    this.tell({ kind: "ended", end, unprinted: this.printer.unprinted });
    this.#isOver = true;
  }

  /** What nobody has caught, as Node prints it: its words, and its own lines. */
  fail(error: unknown): void {
    this.printer.print("err", `Uncaught ${describe(error)}`);
    this.exit(1);
  }
}

// It may be anything, and do anything when it is looked at.
function describe(error: unknown): string {
  try {
    return error instanceof Error ? describeError(error) : inspect(error);
  } catch {
    return "something that cannot be shown";
  }
}

function describeError({ name, message, stack = "" }: Error): string {
  const own = stack
    .split("\n")
    .filter((line) => /\bprogram\.ts:\d/.test(line))
    .map((line) => line.replace(/eval \((.*)\)/, "$1"));
  return [`${name}: ${message}`, ...own].join("\n");
}
