// What the chat page and its server say to each other: JSON in text messages.

import type { Message } from "./connection.ts";

/** What a page may wish for. */
export type Wish =
  { kind: "join"; name: string } | { kind: "say"; text: string };

/** What the room tells its people. */
export type Said =
  | { kind: "welcome"; names: string[] }
  | { kind: "joined" | "left"; name: string }
  | { kind: "said"; name: string; text: string };

export const maxNameCharacters = 24;
export const maxTextCharacters = 2_000;

/**
 * The wish in a message, or `undefined` if it is none: whatever a stranger sends
 * is looked at before it is believed.
 *
 * ```ts
 * readWish('{"kind":"say","text":"hi"}') // => { kind: "say", text: "hi" }
 * readWish("hi") // => undefined
 * ```
 */
export function readWish(message: Message): Wish | undefined {
  const { kind, name, text } = readObject(message);
  if (kind === "join" && isText(name, maxNameCharacters)) return { kind, name };
  if (kind === "say" && isText(text, maxTextCharacters)) return { kind, text };
  return undefined;
}

function readObject(message: Message): Record<string, unknown> {
  if (typeof message !== "string") return {};
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" ? { ...value } : {};
  } catch {
    return {};
  }
}

function isText(value: unknown, maxCharacters: number): value is string {
  if (typeof value !== "string" || value.trim() === "") return false;
  return [...value].length <= maxCharacters;
}
