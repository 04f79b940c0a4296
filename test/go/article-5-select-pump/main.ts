// A goroutine pumps a "socket" into a channel; main selects over messages and a timeout.
import { after, Channel, go, main, select, sleep } from "rendezvous";

// Stands for a WebSocket: readMessage waits, then fails once the peer has left.
class Socket {
  readonly #frames: string[];

  constructor(frames: string[]) {
    this.#frames = frames;
  }

  async readMessage(): Promise<[message: string, error?: Error]> {
    const frame = this.#frames.shift();
    if (frame === undefined) return ["", new Error("close 1000 (normal)")];
    await sleep(30);
    return [frame];
  }
}

main(async () => {
  const socket = new Socket(["hello", "how are you", "bye"]);
  let messages = new Channel<string>();
  const failed = new Channel<Error>(1);
  go(async () => {
    try {
      for (;;) {
        const [message, error] = await socket.readMessage();
        if (error) {
          await failed.send(error);
          return;
        }
        await messages.send(message);
      }
    } finally {
      messages.close();
    }
  });
  const idle = after(10_000);
  while (!messages.isNil) {
    const chosen = await select({ messages, idle });
    switch (chosen.case) {
      case "messages":
        if (chosen.done) {
          messages = Channel.nil(); // a nil channel disables its case
          break;
        }
        console.log("got", chosen.value);
        break;
      case "idle":
        console.log("idle timeout");
        return;
    }
  }
  console.log("socket:", (await failed.receive())?.message);
});
