import { main } from "rendezvous";
import { runDemo } from "../demo.ts";
import { draw } from "./demo/draw.ts";
import { story } from "./demo/hub.ts";
import { race } from "./demo/race.ts";
import { two } from "./demo/two.ts";

await runDemo({
  hub: () => main(story),
  two: () => main(two),
  race,
  draw,
});
