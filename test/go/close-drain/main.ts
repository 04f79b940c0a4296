// A closed channel gives what it holds, then Go's zero value. Here that is
// undefined, and whoever wants a zero writes it out.
import { Channel, main } from "rendezvous";

interface Point {
  x: number;
  y: number;
}

const nil = "<nil>";
const showPoint = ({ x, y }: Point) => `{${x} ${y}}`;

main(async () => {
  const c = new Channel<string>(3);
  await c.send("a");
  await c.send("b");
  c.close();
  for (let i = 0; i < 4; i++) {
    const { value, done } = await c.next();
    console.log(JSON.stringify(value ?? ""), !done);
  }
  const numbers = new Channel<number>();
  numbers.close();
  console.log((await numbers.receive()) ?? 0);
  const booleans = new Channel<boolean>();
  booleans.close();
  console.log((await booleans.receive()) ?? false);
  const pointers = new Channel<{ value: number }>();
  pointers.close();
  console.log((await pointers.receive()) ?? nil);
  const points = new Channel<Point>();
  points.close();
  console.log(showPoint((await points.receive()) ?? { x: 0, y: 0 }));
  const channels = new Channel<Channel<number>>();
  channels.close();
  console.log((await channels.receive()) ?? Channel.nil<number>());
  const errors = new Channel<Error>();
  errors.close();
  console.log((await errors.receive()) ?? nil);
  const sent = new Channel<number>(1);
  await sent.send(0);
  const { value, done } = await sent.next();
  console.log("a real zero is ok:", value, !done);
});
