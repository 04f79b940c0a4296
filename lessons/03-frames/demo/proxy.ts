// A proxy that knows HTTP and nothing else, and keeps answers. The mask is there
// because of its like (RFC 6455 §10.3).
//
//   client ─────▶ proxy ─────▶ server      it passes on every byte,
//          ◀─────       ◀─────             and reads along
//
// Its two mistakes:
//   - what it does not know it skips, and looks for a request behind it
//   - it keeps an answer under the name in the request, whoever has given it
// An experiment of this lesson's demo; nothing later is built on it.

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export class CachingProxy {
  /** The answers it keeps, by name: `http://bank.example/login.js`. */
  readonly kept = new Map<string, string>();
  readonly #stops: (() => void)[] = [];

  /** An address from which one reaches `url`, with the proxy in between. */
  async before(url: string): Promise<string> {
    const { port, hostname } = new URL(url);
    const proxy = createServer((client) => {
      this.#join(client, connect(Number(port), hostname));
    });
    this.#stops.push(() => proxy.close());
    await once(proxy.listen(0), "listening");
    return `http://localhost:${(proxy.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  // #region join
  #join(client: Socket, server: Socket): void {
    const asked: string[] = []; // names whose answers have not come yet
    let up = "";
    let down = "";
    client.on("data", (bytes) => {
      const found = takeRequests(up + bytes.toString("latin1"));
      up = found.rest;
      const known = this.kept.get(found.names[0] ?? "");
      if (known !== undefined) return client.write(known); // one at a time
      asked.push(...found.names);
      return server.write(bytes);
    });
    server.on("data", (bytes) => {
      const found = takeAnswers(down + bytes.toString("latin1"));
      down = found.rest;
      for (const { status, text } of found.answers) {
        const name = asked.shift();
        if (name && status === "200") this.kept.set(name, text);
      }
      client.write(bytes);
    });
    tie(client, server);
    tie(server, client);
  }
  // #endregion join
}

// #region request
// A line that begins with GET, headers with a Host among them, an empty line.
const request =
  /^GET (\S+) HTTP\/1\.1\r\n(?:.+\r\n)*?Host: (\S+)\r\n(?:.+\r\n)*?\r\n/gim;

/** The names in the requests that stand in `text`, whatever else does. */
export function takeRequests(text: string): { names: string[]; rest: string } {
  const found = [...text.matchAll(request)];
  const names = found.map(([, path, host]) => `http://${host}${path}`);
  const last = found.at(-1);
  return { names, rest: text.slice(last ? last.index + last[0].length : 0) };
}
// #endregion request

interface Answer {
  status: string;
  text: string;
}

const head = /^HTTP\/1\.1 (\d+).*\r\n(?:.+\r\n)*?\r\n/m;

/** The answers in `text` that are whole, and what is left of it. */
export function takeAnswers(text: string): { answers: Answer[]; rest: string } {
  const answers: Answer[] = [];
  let rest = text;
  for (;;) {
    const found = head.exec(rest);
    if (!found) return { answers, rest };
    const length = /^Content-Length: (\d+)/im.exec(found[0])?.[1] ?? 0;
    const end = found.index + found[0].length + Number(length);
    if (end > rest.length) return { answers, rest };
    answers.push({
      status: found[1] ?? "",
      text: rest.slice(found.index, end),
    });
    rest = rest.slice(end);
  }
}

// When the one ends the other shall, and an error is an end.
function tie(one: Socket, other: Socket): void {
  one.on("error", () => undefined).on("close", () => other.destroy());
  one.on("end", () => other.end());
}
