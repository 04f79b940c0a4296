// Go's loops share one variable up to 1.21, like JavaScript's var, and have one per turn since 1.22, like let.
import { main } from "rendezvous";

main(() => {
  const functions: (() => number)[] = [];
  for (let i = 0; i < 3; i++) {
    functions.push(() => i);
  }
  let line = "";
  for (const f of functions) {
    line += `${f()} `;
  }
  console.log(line);
});
