// `node --import ./test/go/preload.js main.js`: before each line of
// standard output stands the time of the run's clock.

import { now } from "rendezvous";
import { timeline } from "./normalise.ts";

const write = process.stdout.write.bind(process.stdout);

process.stdout.write = (text: string | Uint8Array, ...rest: never[]) =>
  typeof text === "string" && text !== ""
    ? write(timeline([{ time: now(), text }]), ...rest)
    : write(text, ...rest);
