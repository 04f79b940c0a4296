import { main } from "rendezvous";
import { runDemo } from "../demo.ts";
import { door } from "./demo/door.ts";
import { goodbye } from "./demo/goodbye.ts";

const print = (line: string): void => console.log(line);

await runDemo({
  goodbye: () => main(() => goodbye(print), { clock: "virtual" }),
  door: () => main(() => door(print)),
});
