// What a scene is made of, in rows and columns.

import type { Span } from "./timeline.ts";

/** A part of the picture: `to` is the first row or column outside it. */
export interface Window {
  fromRow: number;
  toRow: number;
  fromColumn: number;
  toColumn: number;
}

export interface Bar {
  key: string;
  kind: Span["kind"];
  column: number;
  fromRow: number;
  toRow: number;
  /** Why it waits; `""` for who does not. */
  label: string;
}

export interface Link {
  key: string;
  kind: "value" | "go";
  row: number;
  /** `undefined`: from a timer or a callback, which have no column. */
  from: number | undefined;
  to: number;
  label: string;
}

export type Sign =
  | ("in" | "out" | "close" | "select" | "make")
  | ("sync" | "spin" | "panic" | "end");

export interface Mark {
  key: string;
  sign: Sign;
  row: number;
  column: number;
  label: string;
}

export interface Tick {
  row: number;
  time: number;
}
