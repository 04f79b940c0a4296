// The Autobahn testsuite: where its Python is, how it comes to this project,
// and how it runs against one server. All of it stays below .cache/autobahn.

import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { lastLine, runToEnd } from "./processes.ts";
import type { Index } from "./report.ts";

const here = import.meta.dirname;
const cache = join(here, "../../.cache/autobahn");
const packages = join(cache, "packages");
const requirements = join(here, "requirements.txt");

/** What stands between us and a run, in a sentence. */
export class SuiteError extends Error {}

export interface Suite {
  python: string;
}

/** Finds Python 2.7 and installs the suite, unless it is there. */
export async function prepareSuite(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Suite> {
  const python = await findPython(environment);
  await install(python);
  return { python };
}

async function findPython(environment: NodeJS.ProcessEnv): Promise<string> {
  const question = "import sys; print(sys.version_info[:2] == (2, 7))";
  for (const python of listPythons(environment)) {
    const { output } = await runToEnd(python, ["-c", question]);
    if (output.trim() === "True") return python;
  }
  throw new SuiteError(
    "expected Python 2.7, the only one that the Autobahn testsuite speaks, " +
      "as PYTHON, as python2.7 in PATH or in pyenv, got none",
  );
}

/** Where a Python 2.7 may be; the first that is one is taken. */
function listPythons(environment: NodeJS.ProcessEnv): string[] {
  const pyenv = environment["PYENV_ROOT"] ?? join(homedir(), ".pyenv");
  const versions = join(pyenv, "versions");
  const names = existsSync(versions) ? readdirSync(versions) : [];
  return [
    environment["PYTHON"] ?? "",
    ...["python2.7", "python2", "python"],
    ...names
      .filter((name) => name.startsWith("2.7"))
      .map((name) => join(versions, name, "bin/python2.7")),
  ].filter((python) => python !== "");
}

// The note is written last: what was interrupted is installed anew.
async function install(python: string): Promise<void> {
  const note = join(cache, "installed.txt");
  const wanted = `${python}\n${await readFile(requirements, "utf8")}`;
  if (existsSync(note) && (await readFile(note, "utf8")) === wanted) return;
  console.log("installing the Autobahn testsuite below .cache/autobahn");
  await rm(cache, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await askPip(python);
  await writeFile(note, wanted);
}

async function askPip(python: string): Promise<void> {
  const quiet = ["--quiet", "--disable-pip-version-check"];
  const what = ["--no-deps", "--target", packages, "--requirement"];
  const words = ["-m", "pip", "install", ...quiet, ...what, requirements];
  const { status, output } = await runToEnd(python, words);
  if (status === 0) return;
  const expected = "expected pip of Python 2.7 to install the testsuite";
  throw new SuiteError(`${expected}, got "${lastLine(output)}"`);
}

/** Which cases ran, and what the suite says of each. */
export interface Findings {
  expected: string[];
  index: Index;
}

/** Runs `cases`, patterns like `1.*`, against the server `name` at `url`. */
export async function fuzz(
  { python }: Suite,
  name: string,
  url: string,
  cases: readonly string[],
): Promise<Findings> {
  const folder = join(cache, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const script = join(here, "fuzz.py");
  const words = [script, packages, folder, name, url, cases.join(",")];
  const { status, output } = await runToEnd(python, words);
  await writeFile(join(folder, "fuzz.log"), output);
  const index = join(folder, "index.json");
  if (status === 0 && existsSync(index)) {
    return {
      expected: (await readJson(join(folder, "cases.json"))) as string[],
      index: (await readJson(index)) as Index,
    };
  }
  throw new SuiteError(lastLine(output));
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}
