// What a program has beside the language and "rendezvous": all of it is in Node
// and in a worker alike.

interface Console {
  /** Prints its words in one line, as Node formats them. */
  log(...words: unknown[]): void;
  info(...words: unknown[]): void;
  debug(...words: unknown[]): void;
  dir(value: unknown): void;
  table(value: unknown): void;
  /** Prints on standard error. */
  error(...words: unknown[]): void;
  warn(...words: unknown[]): void;
  trace(...words: unknown[]): void;
  assert(isTrue?: unknown, ...words: unknown[]): void;
  group(...words: unknown[]): void;
  groupEnd(): void;
}
declare const console: Console;

declare function setTimeout<Given extends unknown[]>(
  callback: (...given: Given) => void,
  ms?: number,
  ...given: Given
): number;
declare function clearTimeout(timer: number | undefined): void;
declare function setInterval<Given extends unknown[]>(
  callback: (...given: Given) => void,
  ms?: number,
  ...given: Given
): number;
declare function clearInterval(timer: number | undefined): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T): T;

declare const performance: { now(): number };

interface Event {
  readonly type: string;
}
declare class EventTarget {
  addEventListener(
    type: string,
    listener: (event: Event) => void,
    options?: { once?: boolean; signal?: AbortSignal },
  ): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}
declare class AbortSignal extends EventTarget {
  static abort(reason?: unknown): AbortSignal;
  static timeout(ms: number): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare class TextEncoder {
  encode(text?: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array): string;
}
