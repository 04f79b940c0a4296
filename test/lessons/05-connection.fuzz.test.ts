// A short run of `npm run fuzz wire`, always the same one: every input must end as
// a second reader of the RFC says, within its time and its bytes.

import { expect, test } from "vitest";
import { layerNames, type LayerName, layers } from "../fuzz/wire/layers.ts";
import { Tally } from "../fuzz/wire/tally.ts";

const seed = 6455;
const runs: Record<LayerName, number> = {
  frames: 3_000,
  handshakes: 500,
  sockets: 25,
  held: 2,
};

test.each(layerNames)(
  "whatever comes, all %s end as they must",
  async (name) => {
    const found = await layers[name]({ seed, runs: runs[name] }, new Tally());

    expect(found).toBeUndefined();
  },
);
