// CockroachDB, 2017: a restore that is canceled.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { background, type Context, withCancel } from "../../10-time/context.ts";
import type { Kernel } from "./kernel.ts";

/** Hands over a span; false if nobody wants one any more. */
type Hand = (
  ready: Channel<string>,
  span: string,
  context: Context,
) => Promise<boolean>;

const bufferedSpans = 1;
const spans = ["a to f", "f to q", "q to z"]; // one is taken, and one fits

/** Prepares each span, and hands it to those who import. */
async function splitAndScatter(
  context: Context,
  ready: Channel<string>,
  hand: Hand,
): Promise<void> {
  for (const span of spans) {
    if (!(await hand(ready, span, context))) break;
  }
  ready.close();
}

async function restore(context: Context, hand: Hand): Promise<void> {
  const ready = new Channel<string>(bufferedSpans);
  go("splitter", () => splitAndScatter(context, ready, hand));
  await ready.receive();
  await context.done.receive(); // before there is room for an import
}

const handOver: Hand = async (ready, span) => {
  await ready.send(span);
  return true;
};

const handOverUnlessDone: Hand = async (ready, span, { done }) => {
  const next = await select({ handed: ready.sending(span), done });
  return next.case === "handed";
};

function program(hand: Hand): Promise<void> {
  const [context, cancel] = withCancel(background());
  go("restore", () => restore(context, hand));
  go("canceler", cancel);
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "cockroach-18101",
  story:
    "A restore prepares spans in one goroutine and imports them in another. To cancel it ended the imports, while the other one went on with its next span, which nobody took.",
  mend: "Hand over each span in a select that hears of the end as well.",
  needs: ["context"],
  stuck: "always",
  bug: () => program(handOver),
  mended: () => program(handOverUnlessDone),
};
