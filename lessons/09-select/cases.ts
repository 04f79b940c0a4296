// The cases of a select: what may stand there, and how one of them goes on.

import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel, Sending } from "../07-channels/ends.ts";

/** The type of `otherwise`. */
export interface Otherwise {
  readonly isDefault: true;
}

/** The default case: taken when no other is ready. */
export const otherwise: Otherwise = Object.freeze({ isDefault: true });

/** One case: a channel to receive from, a `sending`, or `otherwise`. */
export type Case = ReceiveChannel<unknown> | Sending<unknown> | Otherwise;

/** Cases by name. A name that is a number would change its place: use a list. */
export type Cases = Readonly<Record<string, Case>> | readonly Case[];

/** The case that was chosen, and what came with it. */
export type Chosen<All extends Cases> = All extends readonly Case[]
  ? ChosenCase<number, All[number]>
  : { [Key in keyof All]: ChosenCase<Key, All[Key]> }[keyof All];

type ChosenCase<Key, Chosen> =
  Chosen extends ReceiveChannel<infer T>
    ? | { case: Key; value: T; done: false }
      | { case: Key; value: undefined; done: true }
    : { case: Key };

export type Key = string | number;
export type AnyChannel = Channel<unknown>;

// #region ready
/** Whether the case `key` could go on at once. Throws if it is no case. */
export function isReady(key: Key, candidate: unknown): boolean {
  if (candidate instanceof Channel) return candidate.canReceive();
  if (isSending(candidate)) return candidate.channel.canSend();
  return candidate === otherwise ? false : refuseCase(key, candidate);
}

/** Lets a case go on, which is the result of the select. It must be ready. */
export function goOnAt<Result>(key: Key, ready: unknown): Result {
  if (ready instanceof Channel) {
    const done = ready.isDrained();
    return { case: key, value: ready.take() as unknown, done } as Result;
  }
  const { channel, value } = ready as OwnSending;
  channel.trySend(value);
  return { case: key } as Result;
}
// #endregion ready

/** A `Sending` as it is inside: its channel is a whole one. */
export interface OwnSending extends Sending<unknown> {
  readonly channel: AnyChannel;
}

export function isSending(candidate: unknown): candidate is OwnSending {
  const { channel } = (candidate ?? {}) as { channel?: unknown };
  return channel instanceof Channel && "value" in (candidate as object);
}

/** The name of a case as its result gives it: in a list, its place. */
export function keyOf(cases: Cases, name: string): Key {
  return Array.isArray(cases) ? Number(name) : name;
}

/** Throws a `TypeError` if a name is a whole number: JavaScript moves those. */
export function checkNames(cases: Cases): void {
  if (typeof cases !== "object" || cases === null) refuseCases(cases);
  if (Array.isArray(cases)) return;
  // … to the front, and so the first name tells of all of them.
  for (const first in cases as Readonly<Record<string, unknown>>) {
    if (isDigit(first.charCodeAt(0)) && /^\d+$/.test(first)) refuseName(first);
    return;
  }
}

function refuseCases(cases: unknown): never {
  throw new TypeError(`expected cases by name or a list, got ${String(cases)}`);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function refuseName(name: string): never {
  throw new TypeError(
    `expected the names of cases, got the number "${name}": use a list`,
  );
}

function refuseCase(key: Key, candidate: unknown): never {
  throw new TypeError(
    `expected case "${key}" to be a channel, a sending or otherwise, got ${nameOf(candidate)}`,
  );
}

function nameOf(candidate: unknown): string {
  if (typeof candidate !== "object" || candidate === null) {
    return String(candidate);
  }
  return Object.prototype.toString.call(candidate);
}

/** A second default case is a mistake. */
export function refuseDefault(key: Key): never {
  throw new TypeError(`expected one default case, got "${key}" as well`);
}
