// Any of many: the first channel to close closes one that stands for all.
import {
  Channel,
  go,
  main,
  type ReceiveChannel,
  select,
  sleep,
} from "rendezvous";

type Done = ReceiveChannel<void>;

function or(...channels: Done[]): Done {
  const [first, second, ...others] = channels;
  if (first === undefined) return Channel.nil<void>();
  if (second === undefined) return first;
  const done = new Channel<void>();
  go(async () => {
    await select({ first, second, others: or(...others, done) });
    done.close();
  });
  return done;
}

function closeAfter(ms: number): Done {
  const c = new Channel<void>();
  go(async () => {
    await sleep(ms);
    c.close();
  });
  return c;
}

main(async () => {
  await or(
    closeAfter(3_600_000),
    closeAfter(60_000),
    closeAfter(30),
    closeAfter(1_000),
    closeAfter(7_200_000),
  ).receive();
  console.log("one is done");
  console.log("or of nothing is nil:", or().isNil);
  const c = new Channel<void>();
  console.log("or of one is that one:", or(c) === c);
});
