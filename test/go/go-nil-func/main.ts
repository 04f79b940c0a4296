// A go call without a function is a fatal error: nothing can catch it.
import { go, main, select } from "rendezvous";

main(async () => {
  try {
    let f: (() => void) | undefined;
    go(f as () => void);
    await select({});
  } catch {
    // too late: the program has ended
  }
});
