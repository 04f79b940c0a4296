// Once: the first does it and the others wait for it; a panic counts as done.
import {
  go,
  main,
  Once,
  panic,
  type Panic,
  sleep,
  WaitGroup,
} from "rendezvous";

const nil = "<nil>";

main(async () => {
  const once = new Once();
  const group = new WaitGroup();
  for (let i = 1; i <= 3; i++) {
    group.add(1);
    go(async () => {
      await sleep(i * 30);
      await once.do(async () => {
        console.log(i, "sets up");
        await sleep(100);
      });
      console.log("set up");
      group.done();
    });
  }
  await group.wait();
  const broken = new Once();
  for (let i = 1; i <= 2; i++) {
    let recovered: unknown;
    try {
      await broken.do(() => panic("no luck"));
    } catch (error) {
      recovered = (error as Panic).value;
    } finally {
      console.log("attempt", i, "recovered", recovered ?? nil);
    }
  }
});
