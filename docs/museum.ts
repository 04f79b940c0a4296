// The museum's page: every kernel with what the explorer finds in it, and in its
// mend. Nothing of it is typed: the page is woven, and a test weaves it again.

import { explore, type Exploration } from "rendezvous";
import type { Kernel } from "../lessons/13-schedules/museum/kernel.ts";
import { type Room, rooms } from "../lessons/13-schedules/museum/kernels.ts";

/** What exploring a kernel and its mend has found. */
export interface Findings {
  bug: Exploration;
  mended: Exploration;
}

/** Explores a kernel, and its mend. */
export async function explored(kernel: Kernel): Promise<Findings> {
  const { bound } = kernel;
  const options = bound === undefined ? {} : { bound };
  return {
    bug: await explore(kernel.bug, options),
    mended: await explore(kernel.mended, options),
  };
}

/** The page with its rooms between the two markers. */
export function weaveMuseum(
  page: string,
  findings: ReadonlyMap<Kernel, Findings>,
): string {
  return page.replace(
    /(<!-- museum -->\n)[\s\S]*?(<!-- \/museum -->)/,
    (_whole, open: string, close: string) =>
      `${open}\n${rooms.map((room) => showRoom(room, findings)).join("\n")}\n${close}`,
  );
}

function showRoom(
  { title, about, kernels }: Room,
  findings: ReadonlyMap<Kernel, Findings>,
): string {
  const shown = kernels.map((kernel) => {
    const found = findings.get(kernel);
    if (!found) throw new Error(`expected findings of ${kernel.name}`);
    return showKernel(kernel, found);
  });
  return `## ${title}\n\n${about}\n\n${shown.join("\n")}`;
}

const repositories: Readonly<Record<string, string>> = {
  cockroach: "cockroachdb/cockroach",
  etcd: "etcd-io/etcd",
  grpc: "grpc/grpc-go",
  istio: "istio/istio",
  kubernetes: "kubernetes/kubernetes",
  moby: "moby/moby",
  serving: "knative/serving",
  syncthing: "syncthing/syncthing",
};

const playground = "../../../docs/playground.md";

function showKernel(kernel: Kernel, { bug, mended }: Findings): string {
  const { name, story, mend, stuck } = kernel;
  const [project = "", number = ""] = name.split(/-(?=\d+$)/);
  const where = `https://github.com/${repositories[project]}/pull/${number}`;
  const inGo = {
    always: "stuck in each of twelve runs",
    sometimes: "stuck in some of twelve runs",
    "never seen": "never stuck in twelve runs",
  }[stuck];
  return [
    `### ${name}\n`,
    `${story}\n`,
    `*The mend:* ${mend}\n`,
    `[Where it happened](${where}) · [the kernel](${name}.ts) · [in the playground](${playground}?program=${name}) · in Go ${inGo}\n`,
    `*In every order:* ${describeBug(bug)} ${describeMend(mended)}\n`,
  ].join("\n");
}

function describeBug({ endings }: Exploration): string {
  const deadlocks = endings.filter(({ kind }) => kind === "deadlock");
  const [worst] = (deadlocks.length > 0 ? deadlocks : endings)
    .filter(({ kind }) => kind === "deadlock" || kind === "leak")
    .sort((one, other) => decisions(one) - decisions(other));
  if (!worst) throw new Error("expected an ending that is stuck");
  const { kind, waiting, schedule } = worst;
  const shown = waiting.map((each) => `\`${each}\``).join(", ");
  const when = schedule === "" ? "by default" : `by \`${schedule}\``;
  return `a ${kind} (${shown}), ${when}.`;
}

/** How many decisions of it are not the default. */
function decisions({ schedule }: { schedule: string }): number {
  return schedule === "" ? 0 : schedule.split(",").length;
}

function describeMend({ claim, endings, isComplete }: Exploration): string {
  const isClean =
    isComplete && endings.every(({ kind }) => kind === "returned");
  return isClean
    ? `Mended, there is neither deadlock nor leak: ${claim}.`
    : `Mended, it was not explored to its end: ${claim}.`;
}
