// The program that is open: its text, where it came from, and what is kept of it.
//
// Always true:
//   - what was typed is in the storage before anything else happens, and in every
//     other window in which the same program is open
//   - a program from a link runs only when somebody presses Run

import { onBeforeUnmount, ref, shallowRef } from "vue";
import { Edits, isOutdated } from "../edits.ts";
import { type Link, readLink, type Shared } from "../link.ts";
import type { Program } from "../programs/program.ts";
import type { Field } from "../wishes.ts";
import { findTitle, first, loadProgram } from "./shelf.ts";

const fromLink = { title: "from a link", version: "", commands: [] };

const words = {
  outdated:
    "You changed this program, and the course has changed it since. Yours is shown; Reset takes the course's.",
  edited: "This is what you made of it. Reset takes the course's own.",
  shared:
    "This program came with a link. It has not run: read it, then press Run. It runs where it reaches neither the network nor anything of yours.",
  sharedEdited:
    "This is what you made of a program that came with a link. Reset takes the link's own.",
  unkept:
    "This browser keeps nothing for this page: copy what you want to keep, or Share it.",
};

/** `onOpen` is told whenever another program, or another text, is here. */
export function useOpened(onOpen: () => void) {
  const edits = new Edits(storage());
  const program = shallowRef<Program>();
  const text = ref("");
  const notice = ref("");
  const seed = ref<Field>();
  const bound = ref<Field>();
  const schedule = ref<string>();
  const shared = shallowRef<Shared>(); // what a link brought, if one did

  // #region open
  /** Says whether there is such a program; if not, all stays as it is. */
  async function open(id: string): Promise<boolean> {
    try {
      const found = await loadProgram(id);
      const edit = edits.get(id);
      begin(found, edit?.text ?? found.text);
      if (isOutdated(edit, found)) notice.value = words.outdated;
      else if (edit) notice.value = words.edited;
      return true;
    } catch (error) {
      notice.value = (error as Error).message;
      return false;
    }
  }

  function begin(next: Program, shown: string): void {
    onOpen();
    program.value = next;
    text.value = shown;
    bound.value = next.bound;
    schedule.value = seed.value = shared.value = undefined;
    notice.value = "";
  }

  // What somebody makes of it is kept as well, and not as theirs of the course.
  function openShared(given: Shared): void {
    const id = `link-${digest(given.text)}`;
    const group = findTitle(given.id ?? "")?.group ?? "";
    const own = edits.get(id)?.text;
    begin({ ...fromLink, id, group, text: given.text }, own ?? given.text);
    shared.value = given;
    if (own === undefined) return takeFrom(given);
    notice.value = words.sharedEdited;
  }

  function takeFrom(given: Shared): void {
    seed.value = given.seed;
    schedule.value = given.schedule;
    notice.value = words.shared;
  }

  /** Opens what the address names, or `id`. */
  async function openAddress(id = first): Promise<void> {
    try {
      const link = await readLink(location.search, location.hash);
      if (link?.kind === "shared") openShared(link.shared);
      else await openLinked(link, id);
    } catch (error) {
      await open(id);
      notice.value = (error as Error).message;
    }
  }

  async function openLinked(link: Link | undefined, id: string): Promise<void> {
    if (link?.kind !== "program") return void (await open(id));
    if (await open(link.id)) return void (schedule.value = link.schedule);
    const why = notice.value;
    await open(id);
    notice.value = why;
  }
  // #endregion open

  // #region edit
  function edit(next: string): void {
    if (next === text.value) return; // it was not typed
    text.value = next;
    const { value } = program;
    if (!value) return;
    schedule.value = undefined; // it was one of another program
    if (next === value.text) return edits.forget(value.id);
    const { version } = edits.get(value.id) ?? value;
    const isKept = edits.keep(value.id, { text: next, version });
    if (!isKept) notice.value = words.unkept;
  }

  /** The text that came from the course, or from the link, again. */
  async function reset(): Promise<void> {
    const { value } = program;
    if (!value) return;
    edits.forget(value.id);
    if (shared.value) openShared(shared.value);
    else await open(value.id);
  }

  // Somebody types in another window: both hold the same, or the one that stored
  // last would take away what the other has.
  function follow({ key }: StorageEvent): void {
    const { value } = program;
    if (!value || !edits.isKeyOf(value.id, key)) return;
    text.value = edits.get(value.id)?.text ?? value.text;
  }
  addEventListener("storage", follow);
  onBeforeUnmount(() => removeEventListener("storage", follow));
  // #endregion edit

  const wishes = { seed, bound, schedule };
  const deeds = { open, openAddress, edit, reset };
  return { program, text, notice, shared, ...wishes, ...deeds };
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
