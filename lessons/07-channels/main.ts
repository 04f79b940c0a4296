import {
  Channel,
  go,
  main,
  type ReceiveChannel,
  type SendChannel,
  sleep,
  typeOf,
} from "rendezvous";
import { runDemo } from "../demo.ts";

await runDemo({ room, values, snippet });

// Two come before the room is ready, one after it.
function room(): void {
  main(async () => {
    const lines = new Channel<string>();
    go("alice", say, lines, "alice", "hello");
    await sleep(20);
    go("bob", say, lines, "bob", "hi");
    await sleep(20);

    console.log("the room opens");
    await hear(lines);
    await hear(lines);

    console.log("the room waits");
    go("carol", say, lines, "carol", "hey");
    await hear(lines);
  });
}

// #region room
async function say(lines: SendChannel<string>, name: string, line: string) {
  console.log(`${name} comes with "${line}"`);
  await lines.send(line);
  console.log(`${name} is heard, and goes on`);
}

async function hear(lines: ReceiveChannel<string>) {
  const line = await lines.receive();
  await sleep(20); // writing takes its time
  console.log(`the room writes down "${line}"`);
}
// #endregion room

// The article's first snippet, and the same channel seen from its two ends.
function values(): void {
  main(() => {
    // #region values
    const mychannel = Channel.nil<number>("int");
    console.log("Value of the channel: ", mychannel);
    console.log("Type of the channel:", typeOf(mychannel));

    const mychannel1 = new Channel<number>(0, "int");
    console.log("Value of the channel1: ", mychannel1);
    console.log("Type of the channel1:", typeOf(mychannel1));
    // #endregion values

    const ends = [typeOf(mychannel1, "send"), typeOf(mychannel1, "receive")];
    console.log("Types of its two ends:", ends.join(" and "));
  });
}

// The article's second snippet: a send and a receive that stand nowhere.
function snippet(): void {
  // #region snippet
  const mychannel = new Channel<string>();
  try {
    void mychannel.send("element");
  } catch (error) {
    console.log(`outside: ${(error as Error).message}`);
  }

  main(async () => {
    go(() => mychannel.send("element"));
    const element = await mychannel.receive();
    console.log(`in two goroutines: the ${element} arrives`);

    console.log("in one goroutine:");
    await mychannel.send("element");
    await mychannel.receive();
  });
  // #endregion snippet
}
