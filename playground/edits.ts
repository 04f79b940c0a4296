// What a learner has written, kept in the browser: for each program its text, and
// the version of the course's own text that it was made of.
//
// Always true:
//   - what was typed is stored before anything else happens to it
//   - a new version of a lesson takes away no edit: the learner decides

import type { Program } from "./programs/program.ts";

/** The part of `localStorage` that is used. */
export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Edit {
  text: string;
  /** Of the course's text, when this edit began. */
  version: string;
}

const prefix = "rendezvous:program:";

export class Edits {
  readonly #storage: Storage | undefined;

  /** Without a storage, as in a private window that has none, nothing is kept. */
  constructor(storage: Storage | undefined) {
    this.#storage = storage;
  }

  get(id: string): Edit | undefined {
    try {
      const kept = this.#storage?.getItem(prefix + id) ?? "null";
      const edit: unknown = JSON.parse(kept);
      return isEdit(edit) ? edit : undefined;
    } catch {
      return undefined; // not ours, or not readable
    }
  }

  /** Says whether it was kept: a storage may be full, or forbidden. */
  keep(id: string, edit: Edit): boolean {
    try {
      this.#storage?.setItem(prefix + id, JSON.stringify(edit));
      return this.#storage !== undefined;
    } catch {
      return false;
    }
  }

  /** Whether `key`, of a storage event, is where the edit of `id` is kept. */
  isKeyOf(id: string, key: string | null): boolean {
    return key === prefix + id;
  }

  forget(id: string): void {
    try {
      this.#storage?.removeItem(prefix + id);
    } catch {
      // What cannot be reached was not kept either.
    }
  }
}

function isEdit(value: unknown): value is Edit {
  const { text, version } = (value ?? {}) as Partial<Edit>;
  return typeof text === "string" && typeof version === "string";
}

/** Whether the course has changed `program` since `edit` was begun. */
export function isOutdated(
  edit: Edit | undefined,
  program: Pick<Program, "version">,
): boolean {
  return edit !== undefined && edit.version !== program.version;
}
