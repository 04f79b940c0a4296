// What every server of the course does around its own work: take `PORT`, say
// where it listens, and stop cleanly on Ctrl-C or SIGTERM. Demos use it; the
// modules of a lesson never read `process`.

import { createServer, type Server } from "node:http";
import { listen } from "./01-hello-http/http.ts";

export interface ServeOptions {
  /** The port when the environment names none. */
  port: number;
  /** Tells the clients that the server goes, before their sockets are closed. */
  stop?: () => void | Promise<void>;
  /** What is known of `port`, for the day it cannot be had. */
  hint?: string;
}

// A server that has been asked to stop is gone within a second, whatever its
// clients do.
const stopDeadlineMs = 800;

/**
 * Listens, prints `listening on URL` and resolves with the URL. From then on
 * Ctrl-C and SIGTERM stop the server: no new connection, `stop()`, every socket
 * closed, exit status 0. A port that cannot be had ends the process with
 * status 1 and one sentence.
 */
export async function serve(
  server: Server,
  options: ServeOptions,
): Promise<string> {
  const port = readPort(options.port);
  const hint = port === options.port ? options.hint : undefined;
  const url = await listen(server, port).catch((error: Error) =>
    giveUp(error, hint),
  );
  let isStopping = false;
  const stop = () => {
    if (!isStopping) void stopServer(server, options);
    isStopping = true;
  };
  // Not `once`: a Ctrl-C comes twice, from the terminal and then from npm, and
  // a signal that nobody hears ends the process on the spot.
  process.on("SIGINT", stop).on("SIGTERM", stop);
  if (process.env["npm_lifecycle_event"]) whenOrphaned(stop);
  console.log(`listening on ${url}`);
  return url;
}

// npm passes a signal on, unless it was killed by one that cannot be heard. All
// there is to see then is that the parent has gone.
function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 200).unref();
}

/** `PORT` from the environment, or `fallback`; 0 lets the system choose one. */
export function readPort(fallback: number): number {
  return readNumber("PORT", fallback, 65_535);
}

/**
 * The whole number, from 0 to `most`, that the environment gives as `name`, or
 * `fallback`. Anything else ends the process with status 1 and one sentence.
 */
export function readNumber(
  name: string,
  fallback: number,
  most = 2 ** 30,
): number {
  const text = process.env[name];
  if (text === undefined || text === "") return fallback;
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  const expected = `expected ${name} to be a number from 0 to ${most}`;
  return giveUp(new Error(`${expected}, got "${text}"`));
}

/**
 * A port on which nobody listens: `preferred`, or, where `PORT` is 0 and every
 * port is the system's choice, one that has been given back.
 */
export async function closedPort(preferred: number): Promise<number> {
  if (readPort(preferred) !== 0) return preferred;
  const server = createServer();
  const url = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return Number(new URL(url).port);
}

// #region stop
async function stopServer(
  server: Server,
  options: ServeOptions,
): Promise<void> {
  setTimeout(() => process.exit(0), stopDeadlineMs).unref();
  server.close();
  await options.stop?.();
  server.closeAllConnections();
}
// #endregion stop

function giveUp({ message }: Error, hint?: string): never {
  console.error(hint === undefined ? message : `${message}; ${hint}`);
  process.exit(1);
}
