// npm run lesson 12 [NAME [mended]]
//
// Each name is a program of its own in `demo/`, and one in `demo/mended/`.

import { runDemo } from "../demo.ts";

const gallery = {
  "lone-send":
    "A letter is held out over the counter, and nobody stands behind it.",
  "nil-channel": "A bell is declared and never made.",
  "full-buffer":
    "A tray has room for two cups, and whoever fills it is to drink them later.",
  "unclosed-range":
    "A loop takes whatever comes, and nobody says that this was all.",
  "two-senders":
    "Two neighbours hand each other a parcel at the same moment, hands full.",
  "select-left-alone": "A select waits for two, and both have gone home.",
  waitgroup: "Three are counted, and one leaves by another door.",
  "lock-order":
    "Two transfers lock the same two accounts, each in its own order.",
  "lock-and-channel":
    "One holds the lock and waits for an answer that needs the lock.",
  hub: "The hub waits for a full outbox, and its owner waits for the hub.",
  "double-lock":
    "A function locks, and calls another that locks the same again.",
  "forgotten-unlock": "Somebody leaves with the key in the pocket.",
  "lost-signal": "The kettle whistles once, before anybody listens.",
  "read-write-read":
    "A reader reads once more, with a writer waiting in between.",
  philosophers:
    "Five philosophers take the left fork, and nobody finds a right one.",
};

function list(): void {
  for (const [name, sentence] of Object.entries(gallery)) {
    console.log(`${name.padEnd(17)}  ${sentence}`);
  }
}

// npm keeps `--mended` for itself, unless `--` stands before it, and then hands
// it on in the environment.
const isMended =
  /^(--)?mended$/.test(process.argv[3] ?? "") ||
  process.env["npm_config_mended"] === "true";
const folder = isMended ? "demo/mended" : "demo";
const start = (file: string) => import(`./${file}.ts`) as Promise<void>;
const programs = Object.keys(gallery).map(
  (name) => [name, () => start(`${folder}/${name}`)] as const,
);

await runDemo({
  list,
  ...Object.fromEntries(programs),
  leak: () => start("demo/leak"),
});
