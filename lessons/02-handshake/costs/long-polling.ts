// Long polling: the client asks, and the server answers when there is news.
// Then the client asks again.

import type { Server, ServerResponse } from "node:http";
import { answerWith, askForMessages, post, serveRequests } from "./exchange.ts";
import type { Hear, Say, Way } from "./way.ts";
import type { Wire } from "./wire.ts";

export const longPolling: Way = {
  name: "long polling",
  serve,
  join(wire, hear) {
    wire.follow(ask(wire, hear));
    return post(wire);
  },
};

// #region longPolling
function serve(server: Server, hear: Hear): Say {
  // Nobody asks while an answer is on its way and the next question back. What
  // is said then must wait here, or it is lost.
  const waiting: string[] = [];
  let held: ServerResponse | undefined;
  const answer = () => {
    if (!held || waiting.length === 0) return;
    answerWith(held, waiting.splice(0));
    held = undefined;
  };
  serveRequests(server, hear, (response) => {
    held = response;
    answer();
  });
  return (message) => {
    waiting.push(message);
    answer();
  };
}

async function ask(wire: Wire, hear: Hear): Promise<never> {
  for (;;) (await askForMessages(wire)).forEach(hear);
}
// #endregion longPolling
