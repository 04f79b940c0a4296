// What lies on the bench: the bytes that the editor edits, and who reads them.
// The parts of the page share it; whoever opens something there counts up.

import { reactive, shallowRef } from "vue";
import { fromHex } from "./hex.ts";
import type { Role } from "./reading.ts";

// "Hello" from a client (RFC 6455 §5.7).
const hello = fromHex("81 85 37 fa 21 3d 7f 9f 4d 51 58");

export const bytes = shallowRef(
  "value" in hello ? hello.value : new Uint8Array(0),
);

interface Bench {
  reader: Role;
  /** Which frame of the stream the editor shows, from 0 on. */
  selected: number;
  openings: number;
}

export const bench = reactive<Bench>({
  reader: "server",
  selected: 0,
  openings: 0,
});

export function open(stream: Uint8Array, reader: Role): void {
  bytes.value = stream;
  Object.assign(bench, { reader, selected: 0, openings: bench.openings + 1 });
}
