// A client with as little work as possible: the generator has a thousand of them
// and must not be what a server waits for. All sockets read into one buffer, and
// where a frame lies in it whole, nothing is made for it.
//
//   socket ──▶ shared buffer ──▶ frame by frame ──▶ dialect
//                    └─ the rest of a frame that was cut waits in #kept

import { connect, type Socket } from "node:net";
import { opcodes } from "../../../lessons/03-frames/frame.ts";

/** What is spoken over the frames. */
export interface Dialect {
  path: string;
  /** Whether a client may begin as soon as the handshake is done. */
  isReadyAtOnce: boolean;
  /** The text frame that carries `message`. */
  wrap(message: string): string;
  /** A text frame of `length` bytes has come at `at`. */
  hear(client: Client, view: DataView, at: number, length: number): void;
}

export interface Events {
  /** A read has been worked through. */
  onread(): void;
  onclose(client: Client): void;
}

const shared = Buffer.allocUnsafe(256 * 1024);
const sharedView = new DataView(shared.buffer, shared.byteOffset);
const keptBytes = 1024; // no frame here is longer than a tenth of it
const maskKey = [0x12, 0x34, 0x56, 0x78] as const;

export class Client {
  readonly index: number;
  isReady = false;
  /** When the bytes came that are being read. */
  now = 0;
  readonly #port: number;
  readonly #dialect: Dialect;
  readonly #events: Events;
  #socket: Socket | undefined;
  #head = "";
  #hasHead = false;
  #kept: Buffer | undefined;
  #keptView: DataView = sharedView;
  #keptLength = 0;
  #ready: () => void = () => undefined;

  constructor(index: number, port: number, dialect: Dialect, events: Events) {
    this.index = index;
    this.#port = port;
    this.#dialect = dialect;
    this.#events = events;
  }

  /** Resolves when messages may come and go. */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ready = resolve;
      const callback = (length: number) => this.#read(length);
      const socket = connect({
        host: "127.0.0.1",
        port: this.#port,
        noDelay: true,
        onread: { buffer: shared, callback },
      });
      this.#socket = socket;
      socket.once("connect", () => socket.write(this.#request()));
      socket.once("error", reject);
      socket.once("close", () => {
        reject(new Error("the server closed a connection while it was opened"));
        this.isReady = false;
        this.#events.onclose(this);
      });
    });
  }

  ready(): void {
    this.isReady = true;
    this.#ready();
  }

  send(text: string): void {
    this.#socket?.write(mask(opcodes.text, Buffer.from(text)));
  }

  /** Sends all of `texts` at once. */
  sendTogether(texts: readonly string[]): void {
    const frames = texts.map((text) => mask(opcodes.text, Buffer.from(text)));
    this.#socket?.write(Buffer.concat(frames));
  }

  #request(): string {
    return [
      `GET ${this.#dialect.path} HTTP/1.1`,
      `Host: 127.0.0.1:${this.#port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==",
      "Sec-WebSocket-Version: 13\r\n\r\n",
    ].join("\r\n");
  }

  #read(length: number): boolean {
    this.now = performance.now();
    let at = 0;
    if (!this.#hasHead) at = this.#readHead(length);
    if (this.#keptLength > 0) at = this.#completeKept(length);
    while (at < length) {
      const size = frameSize(sharedView, at, length - at);
      if (size > length - at) break;
      this.#hear(sharedView, at);
      at += size;
    }
    if (at < length) this.#keep(at, length);
    this.#events.onread();
    return true;
  }

  /** Where in the shared buffer the answer to our handshake ends. */
  #readHead(length: number): number {
    const before = this.#head.length;
    this.#head += shared.toString("latin1", 0, length);
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0) return length;
    if (!this.#head.startsWith("HTTP/1.1 101 ")) {
      const line = this.#head.slice(0, this.#head.indexOf("\r\n"));
      this.#socket?.destroy(new Error(`expected HTTP/1.1 101, got ${line}`));
      return length;
    }
    this.#head = "";
    this.#hasHead = true;
    if (this.#dialect.isReadyAtOnce) this.ready();
    return end + 4 - before;
  }

  #keep(from: number, to: number): void {
    if (!this.#kept) {
      this.#kept = Buffer.allocUnsafeSlow(keptBytes);
      this.#keptView = new DataView(this.#kept.buffer);
    }
    shared.copy(this.#kept, this.#keptLength, from, to);
    this.#keptLength += to - from;
  }

  /** Where in the shared buffer the frame ends that was cut. */
  #completeKept(length: number): number {
    const before = this.#keptLength;
    this.#keep(0, Math.min(length, keptBytes - before));
    const size = frameSize(this.#keptView, 0, this.#keptLength);
    if (size > this.#keptLength) return length;
    this.#keptLength = 0;
    this.#hear(this.#keptView, 0);
    return size - before;
  }

  #hear(view: DataView, at: number): void {
    const opcode = view.getUint8(at) & 0xf;
    const length = payloadLength(view, at);
    const payload = at + headerLength(view, at);
    if (opcode === opcodes.text) {
      this.#dialect.hear(this, view, payload, length);
    } else if (opcode === opcodes.ping) {
      const bytes = Buffer.from(view.buffer, view.byteOffset + payload, length);
      this.#socket?.write(mask(opcodes.pong, bytes));
    } else if (opcode === opcodes.close) {
      this.#socket?.destroy();
    }
  }
}

/** Of the frame at `at`, of which `there` bytes have come; Infinity if unknown. */
function frameSize(view: DataView, at: number, there: number): number {
  if (there < 2 || there < headerLength(view, at)) return Infinity;
  return headerLength(view, at) + payloadLength(view, at);
}

function headerLength(view: DataView, at: number): number {
  return (view.getUint8(at + 1) & 0x7f) < 126 ? 2 : 4;
}

function payloadLength(view: DataView, at: number): number {
  const length = view.getUint8(at + 1) & 0x7f;
  return length < 126 ? length : view.getUint16(at + 2);
}

// Like encodeFrame of lesson 3, with a key that is always the same: what it costs
// to choose one is not what is measured.
function mask(opcode: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(6 + payload.length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | payload.length; // below 126, all of them
  for (let i = 0; i < 4; i++) frame[2 + i] = maskKey[i & 3] ?? 0;
  for (let i = 0; i < payload.length; i++) {
    frame[6 + i] = (payload[i] ?? 0) ^ (maskKey[i & 3] ?? 0);
  }
  return frame;
}
