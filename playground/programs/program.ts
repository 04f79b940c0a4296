// A program that the playground can open.

export interface Program {
  /** The same for ever, because links carry it: `7-room`, `moby-4395-mended`. */
  id: string;
  /** `room: two come before the room is ready` */
  title: string;
  /** What it is listed under: `7. A channel …`, or a room of the museum. */
  group: string;
  /** Ordinary TypeScript in one file, with one import: from "rendezvous". */
  text: string;
  /** Changes when `text` does: what a learner's edits were made of. */
  version: string;
  /** What runs it in a terminal: `npm run lesson 7 room`, `npm run lesson 7`. */
  commands: string[];
  /** Preemptions that are enough to explore it, where all orders are too many. */
  bound?: number;
}

/** Whether it is a bug that happened, or its mend. */
export function isOfMuseum({ group }: Pick<Program, "group">): boolean {
  return group.startsWith("Museum");
}
