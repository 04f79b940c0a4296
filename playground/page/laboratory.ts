// What a laboratory holds, for the components that show it: the program that is
// open, what is known of its last run, and the moment of it that is looked at.

import { withBase } from "vitepress";
import { computed, onBeforeUnmount, ref, shallowRef } from "vue";
import { hashOf } from "../link.ts";
import { lineAt, lineNumber } from "../output.ts";
import { Session } from "../session.ts";
import { readWish } from "../wishes.ts";
import { leaveCompiler, useCompiler } from "./compiler.ts";
import { useOpened } from "./opened.ts";
import { FrameSandbox } from "./sandbox.ts";

const seeds = 2 ** 32;
const mostPreemptions = 1_000;

/** Runs of a program that one can choose from. */
export const mostRuns = 100;

const sandbox = () =>
  new FrameSandbox(withBase("/sandbox.html"), async () => {
    const { default: code } = await import("virtual:laboratory/worker");
    return code;
  });

export function useLaboratory() {
  const compiler = useCompiler();
  const session = new Session({
    compile: (text) => compiler.compile(text),
    sandbox: sandbox(),
    onChange: (next) => (state.value = next),
  });
  const state = shallowRef(session.state);
  const view = useView(state);
  const opened = useOpened(() => {
    session.clear();
    view.look(0, 0);
    view.line.value = undefined;
  });
  const { text, notice, schedule, seed, bound, program, shared } = opened;

  const problems = computed(() =>
    state.value.problems.map((problem) => ({
      ...problem,
      line: lineAt(text.value, problem.from),
    })),
  );
  /** What is shown is of a text that has changed since. */
  const isOld = computed(() => {
    const { recording, recordedText, explored, exploredText } = state.value;
    return {
      recording: !!recording && recordedText !== text.value,
      explored: !!explored && exploredText !== text.value,
    };
  });

  // #region deeds
  /** Does `deed`, unless what is wished makes no sense: then it says so. */
  async function attempt(deed: () => Promise<void>): Promise<void> {
    if (state.value.phase !== "idle" || !program.value) return;
    notice.value = "";
    view.playing.value = false;
    try {
      await deed();
    } catch (error) {
      notice.value = (error as Error).message;
    }
  }

  const wishedSeed = () => readWish("the seed", seed.value, seeds - 1);

  const start = () =>
    attempt(async () => {
      const given = wishedSeed() ?? Math.floor(Math.random() * seeds);
      const order = schedule.value;
      await session.run(text.value, {
        seed: given,
        ...(order !== undefined && { schedule: order }),
      });
    });

  const explore = () =>
    attempt(async () => {
      const wished = readWish("preemptions", bound.value, mostPreemptions);
      await session.explore(text.value, wished);
    });

  /** Runs the program in the order of `found`, and shows it. */
  async function openSchedule(found: string): Promise<void> {
    if (isOld.value.explored) {
      notice.value =
        "That is an order of the program before your change: press Explore again.";
      return;
    }
    schedule.value = found;
    await start();
  }

  /** A link to all this; rejects with a sentence where that cannot be. */
  async function share(): Promise<string> {
    const last = view.run.value?.ending?.seed;
    const hash = await hashOf({
      text: text.value,
      seed: wishedSeed() ?? last ?? 0,
      ...(schedule.value !== undefined && { schedule: schedule.value }),
      ...(program.value && !shared.value && { id: program.value.id }),
    });
    return new URL(withBase(`/playground.html${hash}`), location.href).href;
  }
  // #endregion deeds

  onBeforeUnmount(() => {
    session.clear();
    leaveCompiler();
  });

  const deeds = { start, explore, openSchedule, share };
  const stop = () => session.stop();
  return {
    ...opened,
    ...view,
    compiler,
    state,
    problems,
    isOld,
    ...deeds,
    stop,
  };
}

/** Which run is looked at, at which moment, and at which line. */
function useView(state: { readonly value: Session["state"] }) {
  const line = ref<number>();
  const position = ref(0);
  const shown = ref(0);
  const playing = ref(false);
  const run = computed(() => state.value.recording?.runs[shown.value]);

  function look(atRun: number, atPosition: number): void {
    shown.value = atRun;
    position.value = atPosition;
  }

  /** Shows the last run that has anything to show, at its end. */
  function lookAtEnd(): void {
    const runs = state.value.recording?.runs ?? [];
    const last = runs.findLastIndex(({ events }) => events.length > 0);
    // Where there are many, the first is as good as any.
    const chosen = runs.length > mostRuns ? 0 : Math.max(0, last);
    look(chosen, runs[chosen]?.events.length ?? 0);
  }

  function pointAt(place: string): void {
    line.value = lineNumber(place);
  }

  /** Goes to what line `number` did next, from the moment that is shown. */
  function goToLine(number: number): void {
    const events = run.value?.events ?? [];
    const isThere = (event: { line?: string }) =>
      lineNumber(event.line) === number;
    const next = events.findIndex(
      (event, at) => at >= position.value && isThere(event),
    );
    const found = next >= 0 ? next : events.findIndex(isThere);
    if (found < 0) return;
    position.value = found + 1;
    line.value = number;
  }

  const deeds = { look, lookAtEnd, pointAt, goToLine };
  return { line, position, shown, playing, run, ...deeds };
}
