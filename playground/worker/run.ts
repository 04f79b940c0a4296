// Runs a program once: as it stands, or in the order that a schedule says.

import { main } from "rendezvous";
import { useDefaults } from "../../lessons/06-goroutines/program.ts";
import { bodyOf, entrance, wholeOf } from "./body.ts";
import { seedChance } from "./chance.ts";
import type { Desk } from "./desk.ts";
import type { Order } from "../protocol.ts";

/** Resolves when the program's own text has run to its end. */
export async function runProgram(
  { code, seed, schedule }: Order & { kind: "run" },
  desk: Desk,
): Promise<void> {
  const body = bodyOf(code);
  const { recorder } = desk;
  useDefaults(() => ({ clock: "virtual", seed, ...recorder.begin() }));
  if (schedule === undefined) {
    seedChance(seed);
    return body(entrance());
  }
  replay(wholeOf(body), schedule, desk);
}

// As `explore` ran it: what is printed when main has returned is no output.
function replay(
  whole: () => Promise<unknown>,
  schedule: string,
  { printer }: Desk,
): void {
  const program = async () => {
    await whole();
    printer.listen(() => true);
  };
  main(program, { schedule, outlived: true });
}
