// Evenings to begin with: each shows one thing that the hub does.

import type { Action, Script } from "./script.ts";

export interface Preset {
  id: string;
  title: string;
  /** What to look for. */
  hint: string;
  /** The moment to begin with. */
  lookAtMs: number;
  script: Script;
}

const joins: Action[] = [
  { atMs: 0, what: "join", who: "alice" },
  { atMs: 10, what: "join", who: "bob" },
  { atMs: 20, what: "join", who: "carol" },
];

/** alice talks: a line at each of `times`. */
function lines(...times: number[]): Action[] {
  return times.map((atMs, index) => {
    return { atMs, what: "say", who: "alice", text: `line ${index + 1}` };
  });
}

export const presets: readonly Preset[] = [
  {
    id: "quiet",
    title: "A quiet room",
    hint: "Follow one line from alice to the hub and into every outbox.",
    lookAtMs: 20,
    script: [
      ...joins,
      { atMs: 100, what: "say", who: "alice", text: "hello" },
      { atMs: 150, what: "say", who: "bob", text: "hi alice" },
      { atMs: 200, what: "leave", who: "carol" },
    ],
  },
  {
    id: "slow",
    title: "One is slow",
    hint: "bob stops reading. Watch his outbox fill, and carol's stay empty.",
    lookAtMs: 350,
    script: [
      ...joins,
      { atMs: 50, what: "stop-reading", who: "bob" },
      ...lines(100, 150, 200, 250, 300, 350, 400, 450, 500),
    ],
  },
  {
    id: "vanished",
    title: "One vanishes",
    hint: "bob's machine is gone, and nobody is told. The heartbeat finds out.",
    lookAtMs: 300,
    script: [
      ...joins,
      ...lines(100),
      { atMs: 300, what: "vanish", who: "bob" },
      { atMs: 1_500, what: "say", who: "carol", text: "bob?" },
    ],
  },
  {
    id: "flood",
    title: "A flood",
    hint: "alice says 40 lines at once. bob needs 20 ms for one, carol none.",
    lookAtMs: 20,
    script: [
      { atMs: 0, what: "join", who: "alice" },
      { atMs: 10, what: "join", who: "bob", lineMs: 20 },
      { atMs: 20, what: "join", who: "carol" },
      { atMs: 200, what: "flood", who: "alice", lines: 40 },
    ],
  },
  {
    id: "quit",
    title: "The hub quits in the middle",
    hint: "Who reads is sent home with 1001. For bob the hub waits, and not long.",
    lookAtMs: 150,
    script: [
      ...joins,
      { atMs: 50, what: "stop-reading", who: "bob" },
      ...lines(100, 150),
      { atMs: 200, what: "quit" },
    ],
  },
];
