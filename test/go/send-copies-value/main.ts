// A send hands over a reference, as Go does behind a pointer. Who wants what Go
// does with a value sends a copy.
import { Channel, main } from "rendezvous";

interface Message {
  text: string;
}

main(async () => {
  const values = new Channel<Message>(1);
  const m: Message = { text: "sent" };
  await values.send({ ...m });
  m.text = "changed";
  console.log("a value was", (await values.receive())?.text);
  const pointers = new Channel<Message>(1);
  const p: Message = { text: "sent" };
  await pointers.send(p);
  p.text = "changed";
  console.log("behind a pointer it is", (await pointers.receive())?.text);
  const lists = new Channel<number[]>(1);
  const list = [1, 2, 3];
  await lists.send(list);
  list[0] = 9;
  console.log("of a slice both see", (await lists.receive())?.[0]);
});
