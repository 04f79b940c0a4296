// As long as a timer is to come there is hope: the verdict waits for it.
import { after, afterFunc, Channel, go, main, select, sleep } from "rendezvous";

main(async () => {
  const c = new Channel<number>();
  afterFunc(60, () => console.log("a timer calls"));
  go(async () => {
    await sleep(100);
    console.log("a sleeper wakes");
  });
  const chosen = await select({ c, late: after(20) });
  if (chosen.case === "late") {
    console.log("a timeout passes");
  }
  await c.receive();
});
