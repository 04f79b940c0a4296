import { main } from "rendezvous";
import { runDemo } from "../demo.ts";
import { close } from "./demo/close.ts";
import { room } from "./demo/room.ts";

await runDemo({ room: () => main(room), close: () => main(close) });
