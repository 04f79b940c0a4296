// What a laboratory holds, for the components that show it: one program, its text,
// what is known of its last run, and the moment of it that is looked at.

import { withBase } from "vitepress";
import { computed, onBeforeUnmount, ref, shallowRef } from "vue";
import { leaveCompiler, useCompiler } from "./compiler.ts";
import { Edits, isOutdated } from "../edits.ts";
import { hashOf, readLink, type Shared } from "../link.ts";
import { lineAt, lineNumber } from "../output.ts";
import type { Program } from "../programs/program.ts";
import { FrameSandbox } from "./sandbox.ts";
import { shortestFailure } from "../schedules.ts";
import { Session } from "../session.ts";
import { findTitle, first, loadProgram } from "./shelf.ts";

const seeds = 2 ** 32;

/** Runs of a program that one can choose from. */
export const mostRuns = 100;

const fromLink = { title: "from a link", version: "", commands: [] };

const sandbox = () =>
  new FrameSandbox(withBase("/sandbox.html"), async () => {
    const { default: code } = await import("virtual:laboratory/worker");
    return code;
  });

export function useLaboratory() {
  const compiler = useCompiler();
  const edits = new Edits(storage());
  const program = shallowRef<Program>();
  const text = ref("");
  const notice = ref("");
  const seed = ref<number>();
  const bound = ref<number>();
  const schedule = ref<string>();
  const line = ref<number>();
  const position = ref(0);
  const shown = ref(0); // the run that is looked at
  const playing = ref(false);
  /** What came with a link is nobody's of this page: it is not kept. */
  const isForeign = ref(false);

  const session = new Session({
    compile: (text) => compiler.compile(text),
    sandbox: sandbox(),
    onChange: (next) => (state.value = next),
  });
  const state = shallowRef(session.state);

  const run = computed(() => state.value.recording?.runs[shown.value]);
  const problems = computed(() =>
    state.value.problems.map((problem) => ({
      ...problem,
      line: lineAt(text.value, problem.from),
    })),
  );
  const isEdited = computed(() => text.value !== program.value?.text);

  // #region open
  async function open(id: string): Promise<void> {
    try {
      const found = await loadProgram(id);
      const edit = edits.get(id);
      begin(found, edit?.text ?? found.text);
      if (isOutdated(edit, found)) {
        notice.value =
          "You changed this program, and the course has changed it since. Yours is shown; Reset takes the course's.";
      } else if (edit)
        notice.value =
          "This is what you made of it. Reset takes the course's own.";
    } catch (error) {
      notice.value = (error as Error).message;
    }
  }

  function begin(next: Program, shownText: string, foreign = false): void {
    session.clear();
    program.value = next;
    text.value = shownText;
    bound.value = next.bound;
    schedule.value = seed.value = line.value = undefined;
    isForeign.value = foreign;
    notice.value = "";
    look(0, 0);
  }

  function openShared({
    text,
    seed: given,
    schedule: order,
    id,
  }: Shared): void {
    // What somebody makes of it is kept as well, and not as theirs of the course.
    const own = `link-${digest(text)}`;
    const group = findTitle(id ?? "")?.group ?? "";
    const shared = { ...fromLink, id: own, group, text };
    begin(shared, edits.get(own)?.text ?? text, true);
    seed.value = given;
    schedule.value = order;
    notice.value =
      "This program came with a link. It has not run: read it, then press Run. It runs where it reaches neither the network nor anything of yours.";
  }

  /** Opens what the address names, or `id`. */
  async function openAddress(id = first): Promise<void> {
    try {
      const link = await readLink(location.search, location.hash);
      if (link?.kind === "shared") return openShared(link.shared);
      await open(link?.id ?? id);
      if (link?.schedule !== undefined) schedule.value = link.schedule;
    } catch (error) {
      await open(id);
      notice.value = (error as Error).message;
    }
  }
  // #endregion open

  function edit(next: string): void {
    text.value = next;
    const { value } = program;
    if (!value) return;
    schedule.value = undefined; // it was one of another program
    if (next === value.text) return edits.forget(value.id);
    const { version } = edits.get(value.id) ?? value;
    if (!edits.keep(value.id, { text: next, version })) {
      notice.value =
        "This browser keeps nothing for this page: copy what you want to keep, or Share it.";
    }
  }

  /** The course's own text again. */
  async function reset(): Promise<void> {
    const { value } = program;
    if (!value) return;
    edits.forget(value.id);
    if (isForeign.value) begin(value, value.text, true);
    else await open(value.id);
  }

  // #region run
  async function start(): Promise<void> {
    notice.value = "";
    playing.value = false;
    const given = seed.value ?? Math.floor(Math.random() * seeds);
    const order = schedule.value;
    await session.run(text.value, {
      seed: given,
      ...(order !== undefined && { schedule: order }),
    });
  }

  async function explore(): Promise<void> {
    notice.value = "";
    await session.explore(text.value, bound.value);
  }

  /** Runs the program in the order of `found`, and shows it. */
  async function openSchedule(found: string): Promise<void> {
    schedule.value = found;
    await start();
  }
  // #endregion run

  async function share(): Promise<string> {
    const { value } = program;
    const last = run.value?.ending?.seed;
    const hash = await hashOf({
      text: text.value,
      seed: seed.value ?? last ?? 0,
      ...(schedule.value !== undefined && { schedule: schedule.value }),
      ...(value && !isForeign.value && { id: value.id }),
    });
    return new URL(withBase(`/playground.html${hash}`), location.href).href;
  }

  function look(atRun: number, atPosition: number): void {
    shown.value = atRun;
    position.value = atPosition;
  }

  /** Shows the last run that has anything to show, at its end. */
  function lookAtEnd(): void {
    const runs = state.value.recording?.runs ?? [];
    // Where there are many, the first is as good as any.
    const last =
      runs.length > mostRuns
        ? 0
        : Math.max(
            0,
            runs.findLastIndex(({ events }) => events.length > 0),
          );
    look(last, runs[last]?.events.length ?? 0);
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

  onBeforeUnmount(() => {
    session.clear();
    leaveCompiler();
  });

  return {
    ...{
      compiler,
      program,
      text,
      notice,
      seed,
      bound,
      schedule,
      line,
      position,
    },
    ...{ shown, playing, state, run, problems, isEdited, isForeign },
    ...{ open, openAddress, edit, reset, start, explore, openSchedule, share },
    ...{ lookAtEnd, pointAt, goToLine, stop: () => session.stop() },
    shortestFailure,
  };
}

/** A short name of a text, for what is kept of it (FNV-1a). */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36) + text.length.toString(36);
}

// Where storage is forbidden, to ask for it throws.
function storage(): globalThis.Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
