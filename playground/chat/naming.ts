// The events of an evening with names that say whose things they are. A run
// numbers its channels on from those of the run before it, and calls every write
// pump a write pump.
//
//   chan#12, go "write pump"  ──▶  bob: outbox, bob: write pump
//
// Always true:
//   - nothing but names is changed, and the lines of the code are left out: what
//     stands in a bundle is no line that anybody knows

import type { GoroutineState, TraceEvent } from "rendezvous";

/** The name of each channel that has one, by its label. */
export type ChannelNames = ReadonlyMap<string, string>;

export class Namer {
  readonly #channels: Map<string, string>;
  readonly #goroutines = new Map<number, string>();
  #unnamed = 0;

  constructor(channels: ChannelNames) {
    this.#channels = new Map(channels);
  }

  // #region rename
  event(event: TraceEvent): TraceEvent {
    const { line, ...named } = event;
    void line;
    if (named.kind === "go") return { ...named, name: this.#start(named) };
    if (named.kind === "select" && named.ways) {
      const ways = named.ways.map((way) => ({ ...way, on: this.on(way.on) }));
      return { ...named, ways };
    }
    return "on" in named ? { ...named, on: this.on(named.on) } : named;
  }

  state(state: GoroutineState): GoroutineState {
    const name = this.#goroutines.get(state.id) ?? state.name;
    const waits = state.waits.map(({ reason, on }) => ({
      reason,
      on: on.map((label) => this.on(label)),
    }));
    return { ...state, name, waits };
  }
  // #endregion rename

  /** One label, or several with commas between them. */
  on(labels: string): string {
    if (!labels.includes("chan#")) return labels;
    return labels
      .split(", ")
      .map((label) => this.#channel(label))
      .join(", ");
  }

  #channel(label: string): string {
    const known = this.#channels.get(label);
    if (known !== undefined || !label.startsWith("chan#"))
      return known ?? label;
    const made = `timer ${++this.#unnamed}`; // all others belong to somebody
    this.#channels.set(label, made);
    return made;
  }

  // A pump is started by who serves, and belongs to the same person.
  #start(event: TraceEvent & { kind: "go" }): string {
    const owner = this.#goroutines.get(event.goroutine)?.split(": ")[0];
    const isPump = event.name === "write pump";
    const name = isPump && owner ? `${owner}: ${event.name}` : event.name;
    this.#goroutines.set(event.started, name);
    return name;
  }
}
