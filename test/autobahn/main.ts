// npm run autobahn [echo|chat|deflate] [-- --cases 1.*,2.*]: the fuzzing client of
// the Autobahn testsuite against the wire of this course. Without a name it meets
// the echo and the chat. Exit status 1 if a case fails or is missing.

import { parseArgs } from "node:util";
import { listening } from "../support/demo.ts";
import { endOnSignal, start } from "./processes.ts";
import {
  describeReports,
  hasPassed,
  readReport,
  type Report,
} from "./report.ts";
import { fuzz, prepareSuite, type Suite, SuiteError } from "./suite.ts";

// All that a server without extensions has to answer for, and how many they
// are: a suite that knows fewer is not the one that was meant.
const allCases = [1, 2, 3, 4, 5, 6, 7, 9, 10].map((group) => `${group}.*`);
const allCasesCount = 301;

// As long as the longest message of group 9; fragments and outboxes follow.
const maxMessageBytes = 16 * 1024 * 1024;

interface Target {
  name: string;
  /** Node with these words starts the server. */
  words: readonly string[];
  path: string;
  cases: readonly string[];
}

const lesson = "lessons/run.ts";
const plain: readonly Target[] = [
  { name: "echo", words: [lesson, "5"], path: "/echo", cases: allCases },
  {
    name: "chat",
    words: [lesson, "16", "--wire", "own"],
    path: "/ws",
    cases: allCases,
  },
];

// A thousand messages in each case of compression. Of the eighteen sizes these six
// take a minute or two; `--cases 12.*,13.*` runs all, in half an hour.
const deflate: Target = {
  name: "deflate",
  words: ["test/autobahn/deflate-server.ts"],
  path: "/",
  cases: [...groups(12, 5), ...groups(13, 7)].flatMap((group) =>
    [1, 2, 3, 4, 5, 6].map((size) => `${group}.${size}`),
  ),
};
const targets = [...plain, deflate];

function groups(group: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${group}.${index + 1}`);
}

endOnSignal();
await main(process.argv.slice(2)).catch((error: NodeJS.ErrnoException) => {
  const isOurs = error instanceof SuiteError;
  if (!isOurs && !error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

async function main(words: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { cases: { type: "string" } },
  });
  const chosen = chooseTargets(positionals);
  const cases = readCases(values.cases);
  const suite = await prepareSuite();
  const reports: Report[] = [];
  for (const target of chosen) {
    reports.push(await attack(target, suite, cases ?? target.cases));
  }
  console.log(describeReports(reports));
  if (!reports.every(hasPassed)) process.exitCode = 1;
}

function chooseTargets(names: readonly string[]): readonly Target[] {
  if (names.length === 0) return plain;
  const chosen = targets.filter(({ name }) => names.includes(name));
  if (chosen.length === new Set(names).size) return chosen;
  throw new SuiteError(
    `expected echo, chat or deflate, got "${names.join(" ")}"`,
  );
}

/** Names and patterns of cases; which of them are known, the suite says. */
function readCases(list: string | undefined): readonly string[] | undefined {
  const cases = list?.split(",");
  const wrong = cases?.find((name) => !/^[\d*]+(\.[\d*]+)*$/.test(name));
  if (wrong === undefined) return cases;
  throw new SuiteError(
    `expected cases of the suite, like 1.* or 7.1.6, got "${wrong}"`,
  );
}

async function attack(
  target: Target,
  suite: Suite,
  cases: readonly string[],
): Promise<Report> {
  const { name, words, path } = target;
  const child = start(process.execPath, ["--import", "tsx", ...words], {
    PORT: "0",
    MAX_MESSAGE_BYTES: String(maxMessageBytes),
  });
  const server = await listening(child);
  const shown = cases.length > 9 ? `${cases.length} cases` : cases.join(",");
  console.log(`fuzzing ${name}, ${shown}`);
  const url = `${server.url.replace("http", "ws")}${path}`;
  const findings = fuzz(suite, name, url, cases);
  const { expected, index } = await findings.finally(() => server.stop());
  if (cases === allCases && expected.length !== allCasesCount) {
    const wanted = `expected ${allCasesCount} cases in the testsuite`;
    throw new SuiteError(`${wanted}, got ${expected.length}`);
  }
  return readReport(name, expected, index);
}
