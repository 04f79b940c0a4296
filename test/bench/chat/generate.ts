// Starts the generator: clients that talk, and listen, and measure what it costs.

import { join } from "node:path";
import { generate } from "../processes.ts";
import type { Figures, Order } from "./load.ts";

/** What is measured, of whichever server. */
export type Load = Omit<Order, "port" | "pid" | "dialect">;

/** What the generator measures of one server. */
export async function listen(
  order: Order,
  core: string | undefined,
): Promise<Figures> {
  const file = join(import.meta.dirname, "load.ts");
  return (await generate(file, order, core)) as Figures;
}
