// What the runtime asks of the platform it runs on, and nothing else: the same
// files run in Node, in a browser's Worker and in a test.

export interface Host {
  /** Writes `text` for the person who reads errors; all of it, however long. */
  write(text: string): void;
  /** Ends the program with `status`, 0 to 255; what was printed is kept. */
  exit(status: number): void;
  /** Calls back one turn of the event loop later: timers and sockets go first. */
  turn(callback: () => void): void;
  /**
   * Calls back when the platform has nothing left that could still happen. A
   * platform that cannot know this leaves it out.
   */
  whenIdle?(callback: () => void): void;
  /**
   * Calls back with the failure of each promise that nobody handles; false means
   * that it is none of the runtime's. A platform may leave it out and report them.
   */
  whenUnhandled?(callback: (error: unknown) => boolean): void;
  /**
   * Calls back with each line that the program prints, until the function returned
   * is called; false means that it is to be printed as ever.
   */
  onPrint?(callback: (line: string) => boolean): () => void;
}

/** The platform; `useHost` changes it. */
export let host: Host = {
  write: () => undefined,
  exit: () => undefined,
  turn: chooseTurn(),
};

/** Gives the runtime another platform, or a part of one. */
export function useHost(parts: Partial<Host>): void {
  host = { ...host, ...parts };
}

// A timer of 0 ms would do, but it takes a millisecond or four.
function chooseTurn(): Host["turn"] {
  if (typeof setImmediate === "function") return setImmediate;
  if (typeof MessageChannel !== "function") return setTimeout;
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener("message", () => waiting.shift()?.());
  port1.start();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(undefined);
  };
}
