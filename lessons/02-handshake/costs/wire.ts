// A long wire on one machine: real sockets, and a relay between them that holds
// back each piece of what it carries for as long as a trip takes.
//
//   client ⇄ front ┄┄ tripMs ┄┄ back ⇄ server
//
// Always true:
//   - bytes are carried whole, in order, and arrive `tripMs` after they left
//   - before the first of them a connection has been opened, which is one trip
//     there and one back
//   - time passes on the wire alone: whatever the two sides compute is free
//
// Counted is what the server's sockets read and wrote: every byte of TCP payload,
// headers of HTTP included. Not counted are the headers of TCP and IP, and TLS.

import { once } from "node:events";
import {
  Agent,
  type ClientRequest,
  request,
  type RequestOptions,
  type Server as HttpServer,
} from "node:http";
import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "./clock.ts";
import type { Side } from "./way.ts";

/** Something that left one side, or the wish to connect if there are no bytes. */
export interface Passage {
  atMs: number;
  by: Side;
  bytes: Buffer;
}

export interface Weight {
  connections: number;
  /** From the client to the server. */
  upBytes: number;
  /** From the server to the client. */
  downBytes: number;
}

const loopback = "127.0.0.1";
// A name of fixed length, so that no count hangs on the digits of a port.
const Host = "chat.example";

export class Wire {
  readonly clock: Clock;
  readonly tripMs: number;
  readonly passages: Passage[] = [];
  /** Rejects if the client's work fails, or a side hangs up, before the cut. */
  readonly failed: Promise<never>;

  readonly #server: HttpServer;
  readonly #relay: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #clients = new Set<Socket>();
  readonly #between = new Set<Socket>();
  readonly #served = new Set<Socket>();
  #isCut = false;
  #fail: (error: Error) => unknown = () => undefined;

  constructor(server: HttpServer, clock: Clock, tripMs: number) {
    this.clock = clock;
    this.tripMs = tripMs;
    this.#server = server.on("connection", (socket: Socket) => {
      this.#served.add(socket);
    });
    this.#relay = createServer({ noDelay: true }, (front) => {
      this.#lay(front);
    });
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = (error) => !this.#isCut && reject(error);
    });
  }

  /** Resolves when there is somebody to connect to. */
  async open(): Promise<void> {
    for (const server of [this.#server, this.#relay]) {
      await once(server.listen(0, loopback), "listening");
    }
  }

  /** A request of the client. It takes a connection that is free, or a new one. */
  request({ headers, ...options }: RequestOptions): ClientRequest {
    const asked = request({
      ...options,
      host: loopback,
      port: portOf(this.#relay),
      agent: this.#agent,
      headers: { Host, ...headers },
    });
    return asked.once("socket", (socket) => this.#clients.add(socket));
  }

  /** Lets the client go on with its work, which may fail once the wire is cut. */
  follow(work: Promise<unknown>): void {
    work.catch((error: Error) => this.#fail(error));
  }

  // #region carry
  #lay(front: Socket): void {
    const port = portOf(this.#server);
    const back = connect({ port, host: loopback, noDelay: true });
    this.#hold(front);
    this.#hold(back);
    const { nowMs: atMs } = this.clock;
    this.passages.push({ atMs, by: "client", bytes: Buffer.alloc(0) });
    const openMs = atMs + 2 * this.tripMs;
    this.#carry("client", front, back, openMs);
    this.#carry("server", back, front, openMs);
  }

  // No way of ours hangs up, so that the wire need not carry that.
  #hold(end: Socket): void {
    this.#between.add(end);
    end.on("error", (error) => this.#fail(error));
    end.on("close", () => this.#fail(new Error("expected no side to hang up")));
  }

  #carry(by: Side, from: Socket, to: Socket, openMs: number): void {
    from.on("data", (bytes: Buffer) => {
      const atMs = Math.max(this.clock.nowMs, openMs);
      this.passages.push({ atMs, by, bytes });
      this.clock.at(atMs + this.tripMs, () => to.write(bytes));
    });
  }
  // #endregion carry

  // #region settle
  /** Resolves when what was written has been read, and what follows was done. */
  async settle(): Promise<void> {
    do await turn();
    while (!this.#isCut && !this.#isQuiet());
  }

  #isQuiet(): boolean {
    const sockets = [...this.#clients, ...this.#between, ...this.#served];
    return (
      sockets.length === 4 * this.#clients.size &&
      sockets.every((socket) => !socket.connecting) &&
      sum(sockets, "bytesWritten") === sum(sockets, "bytesRead")
    );
  }
  // #endregion settle

  weigh(): Weight {
    const sockets = [...this.#served];
    return {
      connections: sockets.length,
      upBytes: sum(sockets, "bytesRead"),
      downBytes: sum(sockets, "bytesWritten"),
    };
  }

  /** Ends whatever still goes on. Resolves when nothing is left. */
  async cut(): Promise<void> {
    this.#isCut = true;
    const closed = [this.#server, this.#relay].map((server) =>
      once(server.close(), "close"),
    );
    for (const sockets of [this.#clients, this.#between, this.#served]) {
      for (const socket of sockets) socket.destroy();
    }
    await Promise.all(closed);
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function sum(
  sockets: readonly Socket[],
  count: "bytesRead" | "bytesWritten",
): number {
  return sockets.reduce((total, socket) => total + socket[count], 0);
}
