// All that is noted while an evening goes on: the events of the run, what happens
// to each person, and whose every channel is.

import { Channel, type Outcome, type TraceEvent } from "rendezvous";
import type { RecordedRun } from "../protocol.ts";
import type { Entry, Experience, Level, Person } from "./chronicle.ts";
import { Namer } from "./naming.ts";
import { Recorder } from "./recorder.ts";
import { limits } from "./script.ts";

export class Notebook {
  readonly #recorder = new Recorder(limits.events);
  readonly #people = new Map<string, { lineMs: number; entries: Entry[] }>();
  readonly #channels = new Map<string, string>();

  record(event: TraceEvent): void {
    this.#recorder.record(event);
  }

  /** Somebody will come, who takes `lineMs` to read a line. */
  open(name: string, lineMs: number): void {
    this.#people.set(name, { lineMs, entries: [] });
  }

  note(name: string, experience: Experience): void {
    const { events, timeMs } = this.#recorder;
    const entry = { ...experience, at: events.length, atMs: timeMs };
    this.#people.get(name)?.entries.push(entry);
  }

  /** Gives channels the names they have in pictures. */
  call(channels: Record<string, object>, owner?: string): void {
    for (const [name, channel] of Object.entries(channels)) {
      if (!(channel instanceof Channel)) continue;
      const whole = owner === undefined ? name : `${owner}: ${name}`;
      this.#channels.set(channel.label, whole);
    }
  }

  // #region close
  /** All of it, when the run has ended. */
  close(outcome: Outcome): { run: RecordedRun; people: Person[] } {
    const namer = new Namer(this.#channels);
    const events = this.#recorder.events.map((event) => namer.event(event));
    const { kind, status, report, seed } = outcome;
    const goroutines = outcome.goroutines.map((each) => namer.state(each));
    const ending = { kind, status, report, circles: [], goroutines, seed };
    const people = [...this.#people].map(([name, noted]) => {
      return { name, ...noted, outbox: levelsOf(`${name}: outbox`, events) };
    });
    return { run: { events, dropped: this.#recorder.dropped, ending }, people };
  }
  // #endregion close
}

function levelsOf(outbox: string, events: readonly TraceEvent[]): Level[] {
  return events.flatMap((event, index) => {
    const isOurs = event.kind === "buffer" && event.on === outbox;
    if (!isOurs) return [];
    return [{ at: index + 1, atMs: event.time, length: event.length }];
  });
}
