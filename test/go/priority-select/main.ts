// A select has no order of its own: who wants priority asks twice.
import { Channel, main, otherwise, select } from "rendezvous";

main(async () => {
  let urgent = new Channel<number>(10);
  let normal = new Channel<number>(10);
  for (let i = 0; i < 10; i++) {
    await urgent.send(i);
    await normal.send(i);
  }
  urgent.close();
  normal.close();
  let order = "";
  while (!urgent.isNil || !normal.isNil) {
    const first = await select({ urgent, otherwise });
    if (first.case === "urgent") {
      if (first.done) urgent = Channel.nil();
      else order += "u";
      continue;
    }
    const second = await select({ urgent, normal });
    switch (second.case) {
      case "urgent":
        if (second.done) urgent = Channel.nil();
        else order += "u";
        break;
      case "normal":
        if (second.done) normal = Channel.nil();
        else order += "n";
    }
  }
  console.log(order);
});
