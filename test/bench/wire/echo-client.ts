// One connection that says the frames of a script, over and over, and holds every
// byte of the answers against what it must be.
//
// Always true: sent - answered messages are on their way, at most the window

import { connect, type Socket } from "node:net";
import type { Script } from "./loads.ts";

const shared = Buffer.allocUnsafe(1024 * 1024); // what all clients read into

export class EchoClient {
  readonly #socket: Socket;
  readonly #script: Script;
  #head = "";
  #sent = 0;
  #answered = 0;
  #answeredBytes = 0;
  #isEnding = false; // no more is sent, what is on its way is waited for
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  private constructor(port: number, script: Script) {
    this.#script = script;
    const callback = (length: number) => this.#read(length);
    this.#socket = connect({
      host: "127.0.0.1",
      port,
      noDelay: true,
      onread: { buffer: shared, callback },
    });
    this.#socket
      .once("connect", () => this.#socket.write(requestTo(port)))
      .once("error", (error) => this.#reject(error))
      .once("close", () => this.#reject(new Error("the server hung up")));
  }

  /** Resolves when the handshake is done. */
  static async open(port: number, script: Script): Promise<EchoClient> {
    const client = new EchoClient(port, script);
    await client.#wait();
    return client;
  }

  /** Keeps `window` messages on their way for `ms`; resolves to their number. */
  async talk(window: number, ms: number): Promise<number> {
    const before = this.#answered;
    this.#isEnding = false;
    const timer = setTimeout(() => (this.#isEnding = true), ms);
    this.#send(window);
    await this.#wait().finally(() => clearTimeout(timer));
    return this.#answered - before;
  }

  hangUp(): void {
    this.#socket.destroy();
  }

  #wait(): Promise<void> {
    return new Promise((...both) => ([this.#resolve, this.#reject] = both));
  }

  #send(count: number): void {
    const { frames, frameBytes, cycle } = this.#script;
    const from = (this.#sent % cycle) * frameBytes;
    this.#sent += count;
    this.#socket.write(frames.subarray(from, from + count * frameBytes));
  }

  #read(length: number): boolean {
    const from = this.#head.endsWith("\r\n\r\n") ? 0 : this.#readHead(length);
    if (this.#hear(from, length)) this.#goOn();
    else this.#socket.destroy(new Error("an answer was wrong"));
    return true;
  }

  // Nobody speaks before us, so nothing comes behind the head.
  #readHead(length: number): number {
    this.#head += shared.toString("latin1", 0, length);
    if (this.#head.endsWith("\r\n\r\n")) this.#resolve();
    return length;
  }

  /** Whether the bytes that came are those that had to come. */
  #hear(from: number, to: number): boolean {
    const { answers } = this.#script;
    while (from < to) {
      const at = this.#answeredBytes % answers.length;
      const count = Math.min(to - from, answers.length - at);
      if (answers.compare(shared, from, from + count, at, at + count) !== 0) {
        return false;
      }
      this.#answeredBytes += count;
      from += count;
    }
    return true;
  }

  #goOn(): void {
    const answered = Math.floor(this.#answeredBytes / this.#script.answerBytes);
    const count = answered - this.#answered;
    this.#answered = answered;
    if (count > 0 && !this.#isEnding) this.#send(count);
    else if (this.#answered === this.#sent) this.#resolve();
  }
}

function requestTo(port: number): string {
  return [
    "GET /echo HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==",
    "Sec-WebSocket-Version: 13\r\n\r\n",
  ].join("\r\n");
}
