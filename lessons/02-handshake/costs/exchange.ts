// What the three ways over HTTP have in common: how a client says something, how
// it asks for messages, and how the server answers either.

import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Hear, Say } from "./way.ts";
import type { Wire } from "./wire.ts";

const path = "/messages";

/** Hears what is posted, and leaves to `answerGet` whoever asks. */
export function serveRequests(
  server: Server,
  hear: Hear,
  answerGet: (response: ServerResponse) => void,
): void {
  const takePost = async (
    posted: IncomingMessage,
    response: ServerResponse,
  ) => {
    hear(await text(posted));
    response.writeHead(204).end();
  };
  server.on("request", (request, response) => {
    if (request.method === "POST") void takePost(request, response);
    else answerGet(response);
  });
}

/** Answers with messages, a line each, or with 204 if there are none. */
export function answerWith(response: ServerResponse, messages: string[]): void {
  if (messages.length === 0) response.writeHead(204).end();
  else
    response.setHeader("Content-Type", "text/plain").end(messages.join("\n"));
}

/** Asks once, and resolves with what the server had to say. */
export async function askForMessages(wire: Wire): Promise<string[]> {
  const response = await get(wire);
  const body = await text(response);
  return response.statusCode === 204 ? [] : body.split("\n");
}

export async function get(wire: Wire): Promise<IncomingMessage> {
  const request = wire.request({ path });
  request.end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response;
}

// #region post
/** Posts a message when the one before has been answered. */
export function post(wire: Wire): Say {
  let answered: Promise<unknown> = Promise.resolve();
  const send = async (message: string) => {
    const headers = { "Content-Type": "text/plain" };
    const request = wire.request({ method: "POST", path, headers });
    request.end(message);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    await text(response);
  };
  // Two at once would go over two connections, and could overtake each other.
  return (message) => {
    answered = answered.then(() => send(message));
    wire.follow(answered);
  };
}
// #endregion post
