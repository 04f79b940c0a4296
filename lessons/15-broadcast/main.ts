import { main } from "rendezvous";
import { runDemo } from "../demo.ts";
import { burst } from "./demo/burst.ts";
import { slow } from "./demo/slow.ts";
import { ownUnregister } from "./demo/unregister.ts";
import { orders } from "./demo/orders.ts";

const print = (line: string): void => console.log(line);

await runDemo({
  slow: () => main(() => slow(print)),
  burst: () => main(() => burst(print)),
  unregister: () => main(() => ownUnregister(print)),
  orders: () => orders(print),
});
