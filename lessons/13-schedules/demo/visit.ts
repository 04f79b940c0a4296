import {
  describeLeaks,
  explore,
  type Outcome,
  type Progress,
  run,
} from "rendezvous";
import type { Kernel } from "../museum/kernel.ts";
import { tell } from "./tell.ts";
import type { Visit } from "./words.ts";

const onceMs = 1_000; // before that, nobody asks how far it has come

/** Runs a bug that happened, or its mend: once, or in every order. */
export async function visit(kernel: Kernel, visit: Visit): Promise<void> {
  const program = visit.isMended ? kernel.mended : kernel.bug;
  console.log(wrap(visit.isMended ? kernel.mend : kernel.story));
  console.log();
  if (visit.isExplored) return exploreAll(kernel, program, visit);
  try {
    tellEnd(await runOnce(program, visit.schedule));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message); // no schedule at all
    process.exitCode = 1;
  }
}

function runOnce(
  program: () => Promise<void>,
  schedule: string | undefined,
): Promise<Outcome> {
  return run(program, {
    outlived: true,
    ...(schedule === undefined ? { clock: "virtual" } : { schedule }),
  });
}

// Lines of at most 80 characters.
function wrap(text: string): string {
  return text.replace(/(.{1,80})( |$)/g, "$1\n").trimEnd();
}

function tellEnd(outcome: Outcome): void {
  const leaks = describeLeaks(outcome);
  if (outcome.kind === "returned") console.log("main returns");
  for (const leak of leaks) console.log(leak);
  if (outcome.report) process.stderr.write(outcome.report);
  process.exitCode = outcome.status;
}

async function exploreAll(
  { name, bound }: Kernel,
  program: () => Promise<void>,
  { isMended }: Visit,
): Promise<void> {
  const found = await explore(program, {
    ...(bound === undefined ? {} : { bound }),
    onProgress: progressReport(),
  });
  tell(found);
  const [worst] = found.endings;
  if (worst === undefined || worst.kind === "returned") return;
  const words = `${name}${isMended ? " --mended" : ""}`;
  console.log(
    `\nnpm run lesson 13 -- ${words} --schedule ${worst.schedule || '""'}`,
  );
}

// One line a second at first, then rarer and rarer.
function progressReport(): (progress: Progress) => void {
  let due = performance.now() + onceMs;
  let waitMs = onceMs;
  return ({ schedules, endings }) => {
    if (performance.now() < due) return;
    waitMs *= 2;
    due = performance.now() + waitMs;
    console.error(
      `${schedules.toLocaleString("en")} schedules so far, ${endings} endings`,
    );
  };
}
