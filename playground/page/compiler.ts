// The page's side of the compiler. Its worker starts with the first question, and
// answers one after the other.

import type { Compiled, Problem } from "../compiler/compile.ts";
import type { Answer, Question } from "../compiler/questions.ts";
import type { Completions, Hover } from "../compiler/service.ts";

type Asked = Omit<Question, "id"> & Record<string, unknown>;

export class Compiler {
  readonly #start: () => Worker;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #worker: Worker | undefined;
  #asked = 0;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  compile(text: string): Promise<Compiled> {
    return this.#ask({ kind: "compile", text });
  }

  diagnose(text: string): Promise<Problem[]> {
    return this.#ask({ kind: "diagnose", text });
  }

  complete(text: string, position: number): Promise<Completions> {
    return this.#ask({ kind: "complete", text, position });
  }

  hover(text: string, position: number): Promise<Hover | undefined> {
    return this.#ask({ kind: "hover", text, position });
  }

  describe(
    text: string,
    position: number,
    name: string,
  ): Promise<Hover | undefined> {
    return this.#ask({ kind: "describe", text, position, name });
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask<T>(question: Asked): Promise<T> {
    const worker = (this.#worker ??= this.#begin());
    const id = ++this.#asked;
    worker.postMessage({ ...question, id });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ value, failure }) => {
        if (failure === undefined) resolve(value as T);
        else reject(new Error(failure));
      });
    });
  }

  #begin(): Worker {
    const worker = this.#start();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    };
    worker.onerror = () => this.#fail();
    return worker;
  }

  // A worker that cannot be loaded answers nobody.
  #fail(): void {
    const failure =
      "expected the compiler to start, and it did not: reload the page";
    for (const [id, settle] of this.#waiting) settle({ id, failure });
    this.#waiting.clear();
    this.stop();
  }
}

const shared = new Compiler(
  () =>
    new Worker(new URL("../compiler/worker.ts", import.meta.url), {
      type: "module",
      name: "compiler",
    }),
);
let users = 0;

/** The compiler of the page, for one laboratory more. */
export function useCompiler(): Compiler {
  users++;
  return shared;
}

/** One laboratory less: with the last one the compiler stops. */
export function leaveCompiler(): void {
  if (--users === 0) shared.stop();
}
