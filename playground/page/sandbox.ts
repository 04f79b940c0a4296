// Where a learner's program runs: a worker inside a frame of an origin of its own
// (docs/public/sandbox.html). It reaches neither the network nor what the site has
// stored, whoever wrote it.
//
//   page ── order ──▶ frame ──▶ worker
//   page ◀── report ── frame ◀── worker

import type { Order, Report, Sandbox } from "../protocol.ts";

// Where the worker itself cannot be loaded, that is what there is to tell.
const why =
  "expected the part of the page in which programs run, and it did not come: reload the page";
const broken = `postMessage(${JSON.stringify({
  ...{ kind: "ended", end: { kind: "stopped", why }, unprinted: 0 },
} satisfies Report)})`;

export class FrameSandbox implements Sandbox {
  readonly #address: string;
  readonly #loadWorker: () => Promise<string>;
  #frame: HTMLIFrameElement | undefined;
  #listener: ((event: MessageEvent) => void) | undefined;

  /** `address` is that of sandbox.html; `loadWorker` gives the worker's code. */
  constructor(address: string, loadWorker: () => Promise<string>) {
    this.#address = address;
    this.#loadWorker = loadWorker;
  }

  start(order: Order, onReport: (report: Report) => void): void {
    this.stop();
    const frame = document.createElement("iframe");
    // Without `allow-same-origin` its origin is none that anybody else has.
    frame.setAttribute("sandbox", "allow-scripts");
    frame.hidden = true;
    frame.title = "Sandbox";
    this.#frame = frame;
    this.#listener = ({ source, data }: MessageEvent) => {
      if (source !== frame.contentWindow) return;
      if (data === "ready") void this.#send(frame, order);
      else onReport(data as Report);
    };
    addEventListener("message", this.#listener);
    frame.src = this.#address;
    document.body.append(frame);
  }

  async #send(frame: HTMLIFrameElement, order: Order): Promise<void> {
    const worker = await this.#loadWorker().catch(() => broken);
    // An origin that nobody has cannot be named.
    frame.contentWindow?.postMessage({ worker, order }, "*");
  }

  tell(order: Order): void {
    this.#frame?.contentWindow?.postMessage({ order }, "*");
  }

  // A frame that is taken out ends its worker, also one that is in a loop.
  stop(): void {
    this.#frame?.remove();
    this.#frame = undefined;
    if (this.#listener) removeEventListener("message", this.#listener);
    this.#listener = undefined;
  }
}
