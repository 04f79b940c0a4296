// Polling: the client asks by the clock whether there is news. What the server
// has to say waits for the next question.

import type { Server } from "node:http";
import { answerWith, askForMessages, post, serveRequests } from "./exchange.ts";
import type { Hear, Say, Way } from "./way.ts";
import type { Wire } from "./wire.ts";

/** Asks every `everyMs`, or when the answer is there if that takes longer. */
export function polling(everyMs: number): Way {
  return {
    name:
      everyMs > 0
        ? `polling every ${everyMs / 1000} s`
        : "polling without pause",
    serve,
    join(wire, hear) {
      wire.follow(poll(wire, everyMs, hear));
      return post(wire);
    },
  };
}

// #region polling
function serve(server: Server, hear: Hear): Say {
  const waiting: string[] = [];
  serveRequests(server, hear, (response) => {
    answerWith(response, waiting.splice(0));
  });
  return (message) => void waiting.push(message);
}

async function poll(wire: Wire, everyMs: number, hear: Hear): Promise<never> {
  for (;;) {
    const pause = wire.clock.sleep(everyMs);
    (await askForMessages(wire)).forEach(hear);
    await pause;
  }
}
// #endregion polling
