// The two ends of a connection that compresses, if both want it: what a server
// accepts with in place of `acceptConnection`, and what a client offers.

import { acceptUpgrade, chooseProtocol } from "../../02-handshake/handshake.ts";
import type { Offer } from "../extension.ts";
import { defaultLimits, type Limits } from "../limits.ts";
import { type Accept, WebSocketConnection } from "../websocket.ts";
import {
  agree,
  type Agreement,
  describe,
  describeOffer,
  most,
  readAnswer,
} from "./agreement.ts";
import { Deflate } from "./deflate.ts";

/** Everything RFC 7692 can give, in both directions. */
export const everything: Agreement = { server: most, client: most };

// #region wire
/**
 * Accepts as `acceptConnection` does, and compresses with each client that
 * offers it, as far as the server's `wishes` go.
 */
export function acceptDeflate(wishes: Agreement = everything): Accept {
  return (request, socket, head, limits = defaultLimits, protocols = []) => {
    const offer = request.headers["sec-websocket-extensions"];
    const agreed = agree(offer, wishes);
    const protocol = chooseProtocol(request, protocols);
    acceptUpgrade(request, socket, {
      protocol,
      extensions: agreed && describe(agreed),
    });
    const { maxMessageBytes } = limits;
    const extension =
      agreed &&
      new Deflate({
        ours: agreed.server,
        theirs: agreed.client,
        maxMessageBytes,
      });
    return new WebSocketConnection(
      "server",
      socket,
      head,
      limits,
      protocol,
      extension,
    );
  };
}

/** What a client hands to `connect` that would like to compress. */
export function offerDeflate(
  wishes: Agreement = everything,
  { maxMessageBytes }: Limits = defaultLimits,
): Offer {
  return {
    header: describeOffer(wishes),
    granted(answer) {
      const { client, server } = readAnswer(answer, wishes);
      return new Deflate({ ours: client, theirs: server, maxMessageBytes });
    },
  };
}
// #endregion wire
