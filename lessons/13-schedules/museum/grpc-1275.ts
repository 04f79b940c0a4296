// gRPC-Go, 2017: a stream that is closed while somebody reads it.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Timer } from "../../10-time/timer.ts";
import type { Kernel } from "./kernel.ts";

const patienceMs = 300;

class Stream {
  readonly received = new Channel<string>(1);

  async read(): Promise<void> {
    await this.received.receive();
  }
}

class Transport {
  readonly streams = new Set<Stream>();

  newStream(): Stream {
    const stream = new Stream();
    this.streams.add(stream);
    return stream;
  }
}

async function closeStream(transport: Transport, stream: Stream) {
  transport.streams.delete(stream);
}

async function closeStreamAndTell(transport: Transport, stream: Stream) {
  await stream.received.send("the connection is closing");
  transport.streams.delete(stream);
}

async function program(close: typeof closeStream): Promise<void> {
  const transport = new Transport();
  const stream = transport.newStream();
  const done = new Channel<never>();
  go("reader", async () => {
    await stream.read();
    done.close();
  });
  await close(transport, stream);
  const timeout = new Timer(patienceMs);
  const end = await select({ done, late: timeout.channel });
  if (end.case === "done") timeout.stop();
}

export const kernel: Kernel = {
  name: "grpc-1275",
  story:
    "When a connection closed, each of its streams was struck off the list of those that are open. Whoever was reading one of them was not told, and read on for ever.",
  mend: "Put the error where the reader looks, and then strike the stream off.",
  needs: [],
  stuck: "always",
  bug: () => program(closeStream),
  mended: () => program(closeStreamAndTell),
};
