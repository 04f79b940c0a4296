// A kernel: a bug that happened, cut down to what made it happen, and its mend.

export interface Kernel {
  /** Project and number, as in `kubernetes-10182`: the issue or pull request. */
  name: string;
  /** What happened, in two sentences. */
  story: string;
  /** How it was mended, in one. */
  mend: string;
  /** What it needs beside channels. */
  needs: readonly Need[];
  /** How often the Go program got stuck in twelve plain runs. */
  stuck: "always" | "sometimes" | "never seen";
  bug: () => Promise<void>;
  mended: () => Promise<void>;
  /** Preemptions that are enough, where all orders are too many. */
  bound?: number;
}

export type Need = "context" | "Mutex" | "RWMutex" | "WaitGroup" | "Cond";
