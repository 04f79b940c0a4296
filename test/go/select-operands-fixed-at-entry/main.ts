// A select looks at its channels as they are on entry.
import { Channel, main, panic, type Panic, select } from "rendezvous";

let current = Channel.nil<number>();

function swap() {
  current.close(); // makes the first case ready
  current = Channel.nil(); // does not disable it: its channel was read already
  return 0;
}

function boom(): Channel<number> {
  panic("operand 2");
}

function later() {
  console.log("BUG: evaluated after a panic");
  return Channel.nil<number>();
}

main(async () => {
  const none = Channel.nil<number>();
  current = new Channel<number>();
  const chosen = await select({ current, none: none.sending(swap()) });
  switch (chosen.case) {
    case "current":
      console.log("first case", chosen.value ?? 0, !chosen.done);
      break;
    case "none":
      console.log("BUG");
  }
  try {
    const ready = new Channel<number>(1);
    await ready.send(1);
    await select({ ready, boom: boom(), later: later() });
    console.log("BUG: operands come first");
  } catch (error) {
    console.log("recovered", (error as Panic).value);
  }
});
