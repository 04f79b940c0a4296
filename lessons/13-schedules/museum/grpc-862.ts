// gRPC-Go, 2016: a dial that is canceled before there is a connection.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { otherwise } from "../../09-select/cases.ts";
import { select } from "../../09-select/select.ts";
import {
  background,
  type Cancel,
  type Context,
  withCancel,
} from "../../10-time/context.ts";
import { after } from "../../10-time/timer.ts";
import type { Kernel } from "./kernel.ts";

const backoffMs = 2;

class ClientConn {
  readonly context: Context;
  readonly close: Cancel;
  readonly connected = new Channel<true>(1);
  /** The transport fails. */
  readonly failed = new Channel<never>();

  constructor() {
    [this.context, this.close] = withCancel(background());
  }

  /** Tries until there is a transport, and keeps an eye on it. */
  async resetTransport(): Promise<void> {
    const { failed } = this;
    const { done: closed } = this.context;
    const retry = after(backoffMs); // the first try has failed
    const next = await select({ retry, closed });
    if (next.case === "closed") return;
    await this.connected.send(true);
    await select({ failed, closed });
  }
}

type Leave = (
  conn: ClientConn,
  result: ClientConn | undefined,
  canceled: Context["done"],
) => Promise<ClientConn | undefined>;

async function dial(
  { done: canceled }: Context,
  leave: Leave,
): Promise<ClientConn | undefined> {
  const conn = new ClientConn();
  go("transport", () => conn.resetTransport());
  const next = await select({ connected: conn.connected, canceled });
  const result = next.case === "connected" ? conn : undefined;
  return leave(conn, result, canceled);
}

const closeResult: Leave = async (_conn, result, canceled) => {
  const now = await select({ canceled, isWanted: otherwise });
  if (now.case === "isWanted") return result;
  result?.close();
  return undefined;
};

const closeUnlessResult: Leave = async (conn, result) => {
  if (!result) conn.close();
  return result;
};

async function program(leave: Leave): Promise<void> {
  const [context, cancel] = withCancel(background());
  go("canceler", cancel);
  const conn = await dial(context, leave);
  conn?.close();
}

export const kernel: Kernel = {
  name: "grpc-862",
  story:
    "A dial that was canceled closed the connection that it was about to return, and that was none yet. The one it had begun with was closed by nobody, and its goroutine went on to connect.",
  mend: "Whoever dials closes what it has begun, unless it returns it.",
  needs: ["context"],
  stuck: "always",
  bug: () => program(closeResult),
  mended: () => program(closeUnlessResult),
};
