// When a select takes its default case, and when it does not.
import { Channel, main, otherwise, select } from "rendezvous";

main(async () => {
  const none = Channel.nil<number>();
  const empty = new Channel<number>();
  const full = new Channel<number>(1);
  await full.send(1);
  const closed = new Channel<number>();
  closed.close();
  const first = await select({ none, otherwise });
  switch (first.case) {
    case "none":
      console.log("no");
      break;
    case "otherwise":
      console.log("nil receive: default");
  }
  const second = await select({ none: none.sending(1), otherwise });
  switch (second.case) {
    case "none":
      console.log("no");
      break;
    case "otherwise":
      console.log("nil send: default");
  }
  const third = await select({
    received: empty,
    sent: empty.sending(1), // same channel, same select: never pairs with itself
    otherwise,
  });
  switch (third.case) {
    case "received":
      console.log("no");
      break;
    case "sent":
      console.log("no");
      break;
    case "otherwise":
      console.log("empty unbuffered: default");
  }
  const fourth = await select({ full: full.sending(2), otherwise });
  switch (fourth.case) {
    case "full":
      console.log("no");
      break;
    case "otherwise":
      console.log("full send: default");
  }
  const fifth = await select({ closed, otherwise });
  switch (fifth.case) {
    case "closed":
      console.log("closed beats default:", fifth.value ?? 0, !fifth.done);
      break;
    case "otherwise":
      console.log("no");
  }
  const sixth = await select({ otherwise });
  switch (sixth.case) {
    case "otherwise":
      console.log("only default");
  }
  const seventh = await select({ full, otherwise });
  switch (seventh.case) {
    case "full":
      console.log("ready beats default:", seventh.value);
      break;
    case "otherwise":
      console.log("no");
  }
  const b = new Channel<number>(1);
  for (let i = 0; i < 4; i++) {
    // A buffered channel may do either, but only one is possible at a time.
    const chosen = await select({ put: b.sending(i), took: b });
    switch (chosen.case) {
      case "put":
        console.log("put", i);
        break;
      case "took":
        console.log("took", chosen.value);
    }
  }
});
