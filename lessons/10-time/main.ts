import { main } from "rendezvous";
import { runDemo } from "../demo.ts";
import { evening } from "./demo/heartbeat.ts";
import { rings } from "./demo/rings.ts";
import { signal } from "./demo/signal.ts";

const print = (line: string): void => console.log(line);

await runDemo({
  heartbeat: () => main(() => evening(print), { clock: "virtual" }),
  rings: () => main(() => rings(print), { clock: "virtual" }),
  signal: () => main(() => signal(print)),
});
