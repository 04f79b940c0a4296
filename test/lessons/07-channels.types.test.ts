import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { describeWith } from "../support/needs.ts";

const root = join(import.meta.dirname, "../..");
const file = join(import.meta.dirname, "07-channels.directions.ts");
const source = readFileSync(file, "utf8");
const directive = / *\/\/ @ts-expect-error (.+)\n *(.+)/g;
const marks = [...source.matchAll(directive)].map(
  ([, message = "", line = ""]) => ({ line, message }),
);

describe("the compiler, once nothing is expected of it any more,", () => {
  let complaints: Complaint[] = [];

  beforeAll(() => {
    complaints = complainAbout(source.replaceAll("// @ts-expect-error", "//"));
  }, 60_000);

  test("complains of every line that is marked, and of no other", () => {
    expect(complaints.map(({ line }) => line)).toEqual(
      marks.map(({ line }) => line),
    );
  });

  test.each(marks)("refuses $line, because $message", ({ line, message }) => {
    const said = complaints
      .filter((complaint) => complaint.line === line)
      .map((complaint) => complaint.message);

    expect(said.join("\n")).toContain(message);
  });
});

interface Complaint {
  line: string;
  message: string;
}

/** What the compiler says of `text` in the place of the file, line by line. */
function complainAbout(text: string): Complaint[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
    readFileSync(path, "utf8"),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (path) => (path === file ? text : read(path));
  const program = ts.createProgram([file], options, host);
  const unit = program.getSourceFile(file);
  return program
    .getSemanticDiagnostics(unit)
    .map(({ start = 0, messageText }) => {
      const number = unit?.getLineAndCharacterOfPosition(start).line ?? 0;
      const message = ts.flattenDiagnosticMessageText(messageText, "\n");
      return { line: (text.split("\n")[number] ?? "").trim(), message };
    });
}

describeWith("go", "Go's compiler refuses the same", (go) => {
  test.each([
    ["into = outOf", "cannot use outOf"],
    ["both = into", "cannot use into"],
    ["both = outOf", "cannot use outOf"],
    ["outOf = into", "cannot use into"],
    ["<-into", "cannot receive from send-only channel"],
    ["for range into {}", "cannot range over into"],
    ['outOf <- "a"', "cannot send to receive-only channel"],
    ["close(outOf)", "cannot close receive-only channel outOf"],
    ["both <- 7", "cannot use 7"],
    ["wide = both", "cannot use both"],
  ])("%s", { timeout: 60_000 }, (statement, message) => {
    expect(vet(go, statement)).toContain(message);
  });

  test.each(["into = both", "outOf = both", "close(into)", "<-outOf"])(
    "and allows %s",
    { timeout: 60_000 },
    (statement) => {
      expect(vet(go, statement)).toBe("");
    },
  );
});

/** What `go vet` says of one statement about channels of strings. */
function vet(go: string, statement: string): string {
  const folder = mkdtempSync(join(tmpdir(), "directions-"));
  const path = join(folder, "main.go");
  const lines = [
    "package main",
    "func use(both chan string, into chan<- string, outOf <-chan string, wide chan any) {",
    statement,
    "}",
    "func main() { use(nil, nil, nil, nil) }",
  ];
  writeFileSync(path, lines.join("\n"));
  const { stderr } = spawnSync(go, ["vet", path], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return stderr;
}
