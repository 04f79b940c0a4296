// Several channels become one; each keeps its own order.
import { Channel, go, main, type ReceiveChannel, WaitGroup } from "rendezvous";

function source(name: string, n: number): ReceiveChannel<string> {
  const c = new Channel<string>();
  go(async () => {
    for (let i = 0; i < n; i++) {
      await c.send(`${name}${i}`);
    }
    c.close();
  });
  return c;
}

function merge(...inputs: ReceiveChannel<string>[]): ReceiveChannel<string> {
  const output = new Channel<string>();
  const group = new WaitGroup();
  group.add(inputs.length);
  for (const input of inputs) {
    go(async () => {
      for await (const value of input) {
        await output.send(value);
      }
      group.done();
    });
  }
  go(async () => {
    await group.wait();
    output.close();
  });
  return output;
}

main(async () => {
  const all: string[] = [];
  const last = new Map<string, string>();
  let ordered = true;
  for await (const value of merge(
    source("a", 3),
    source("b", 2),
    source("c", 4),
  )) {
    const name = value.charAt(0);
    if (value < (last.get(name) ?? "")) {
      ordered = false;
    }
    last.set(name, value);
    all.push(value);
  }
  all.sort();
  console.log(`[${all.join(" ")}]`);
  console.log("each source kept its own order:", ordered);
});
