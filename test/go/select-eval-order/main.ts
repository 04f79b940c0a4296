// On entry: every channel and every value to send, once each, in source order, whatever is chosen.
// Where a received value goes is worked out only if its case is chosen.
import { Channel, main, otherwise, select } from "rendezvous";

function channel(name: string, c: Channel<number>) {
  console.log("chan", name);
  return c;
}

function value(name: string, v: number) {
  console.log("value", name);
  return v;
}

function index(name: string) {
  console.log("index", name);
  return 0;
}

main(async () => {
  const ready = new Channel<number>(1);
  await ready.send(42);
  const blocked = new Channel<number>();
  const none = Channel.nil<number>();
  const a: (number | undefined)[] = [0];
  const first = await select({
    A: channel("A", blocked).sending(value("A", 1)),
    B: channel("B", blocked),
    C: channel("C", none).sending(value("C", 2)),
    D: channel("D", ready),
  });
  switch (first.case) {
    case "A":
      console.log("no");
      break;
    case "B":
      a[index("B")] = first.value;
      console.log("no");
      break;
    case "C":
      console.log("no");
      break;
    case "D":
      a[index("D")] = first.value;
      console.log("got", a[0]);
  }
  console.log("-- with default");
  const second = await select({
    E: channel("E", blocked).sending(value("E", 3)),
    otherwise,
  });
  switch (second.case) {
    case "E":
      console.log("no");
      break;
    case "otherwise":
      console.log("default");
  }
  console.log("-- plain statement: value is evaluated before blocking");
  await ready.send(value("F", 5));
  console.log(await ready.receive());
});
