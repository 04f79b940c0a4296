// What the page asks the compiler, and how it is answered.

export type Question = { id: number; text: string } & (
  | { kind: "compile" | "diagnose" }
  | { kind: "complete" | "hover"; position: number }
  | { kind: "describe"; position: number; name: string }
);

export interface Answer {
  id: number;
  value?: unknown;
  failure?: string;
}
