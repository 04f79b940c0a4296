// One write of a pump, on its way to a person.

import { textsOf } from "../../lessons/15-broadcast/demo/simulated.ts";

export { textsOf };

/** Frames on their way; pictures show what stands in them. */
export class Write {
  readonly frames: Uint8Array;

  constructor(frames: Uint8Array) {
    this.frames = frames;
  }

  get label(): string {
    return textsOf(this.frames).join(" | ");
  }
}

// #region inside
/**
 * A send of the runtime as a write that a pump may declare to be outside. There is
 * no outside here, and a virtual clock would stand still for it. So that wait is
 * over at once, and gives what the pump has really to wait for: its own send, of
 * which the clock knows.
 */
export function fromInside(sent: Promise<void>): Promise<void> {
  sent.catch(() => undefined);
  const then = (end: (value: unknown) => void): void =>
    queueMicrotask(() => end(sent));
  return { then } as Promise<void>;
}
// #endregion inside
