// What an editor does not offer: members that one part of the runtime has for the
// others. They are there, and a program that names one is not refused; between
// `send` and `receive` they would be what a learner reads first.

import type ts from "typescript";

const folder = "/node_modules/rendezvous/";

/** Members by their names; whose they are is in the types. */
export const internals: ReadonlySet<string> = new Set([
  // Of a channel.
  ...["canReceive", "canSend", "isDrained", "take", "touch", "values", "id"],
  ...["receivers", "senders", "receiveKey", "sendKey"],
  ...["lastReceiver", "lastSender"],
  // Of what waits on something else.
  ...["key", "holders", "isBehindWriter", "writer", "children", "release"],
]);

/** Whether `symbol` is one of those, and not a learner's own of that name. */
export function isInternal(symbol: ts.Symbol | undefined): boolean {
  if (!symbol || !internals.has(symbol.name)) return false;
  const files = symbol.declarations?.map((each) => each.getSourceFile()) ?? [];
  return files.some(({ fileName }) => fileName.startsWith(folder));
}
