// An input that never lets go of the processor cannot be stopped from the thread
// that it holds. Another thread looks on, and ends the process with a word.

import { Worker } from "node:worker_threads";

const mostSeconds = 20;
const wordBytes = 1_024;

// A thread of its own file would need a loader; this one is short.
const guard = `
  const { workerData: { beat, word } } = require("node:worker_threads");
  let last = -1;
  setInterval(() => {
    const now = Atomics.load(beat, 0);
    const text = Buffer.from(word).toString().replace(/\\0/g, "");
    if (now === last && text !== "") {
      require("node:fs").writeSync(2, text + "\\n");
      process.kill(process.pid, "SIGKILL");
    }
    last = now;
  }, ${mostSeconds * 1_000});
`;

export class Watchdog {
  readonly #beat = new Int32Array(new SharedArrayBuffer(4));
  readonly #word = new Uint8Array(new SharedArrayBuffer(wordBytes));
  readonly #worker = new Worker(guard, {
    eval: true,
    workerData: { beat: this.#beat, word: this.#word },
    execArgv: [],
  });
  readonly #ticker = setInterval(() => this.#tick(), 1_000);

  /** What is said if the event loop stands still from now on. */
  watch(word: string): void {
    this.#word.fill(0);
    this.#word.set(Buffer.from(word).subarray(0, wordBytes));
  }

  async end(): Promise<void> {
    clearInterval(this.#ticker);
    await this.#worker.terminate();
  }

  #tick(): void {
    Atomics.add(this.#beat, 0, 1);
  }
}
