// npm run lesson 13 [STORY]
// npm run lesson 13 -- KERNEL [--mended] [--explore | --schedule S]
//
// The stories are those of the page; the kernels are bugs that happened, each in a
// file of its own in `museum/`, and `museum` lists them.

import { runDemo } from "../demo.ts";
import {
  again,
  bound,
  chance,
  differ,
  every,
  often,
  orders,
} from "./demo/stories.ts";
import { visit } from "./demo/visit.ts";
import { readVisit, type Visit } from "./demo/words.ts";
import { kernels } from "./museum/kernels.ts";

const [word, ...words] = process.argv.slice(2);
const kernel = kernels.find(({ name }) => name === word);

function museum(): void {
  for (const { name, stuck } of kernels) {
    console.log(`${name.padEnd(18)}  Go got stuck: ${stuck}`);
  }
}

function read(): Visit {
  try {
    return readVisit(words, process.env);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

if (kernel) await visit(kernel, read());
else if (/-\d+$/.test(word ?? "")) {
  console.error(
    `expected a kernel that "npm run lesson 13 museum" lists, got "${word}"`,
  );
  process.exitCode = 1;
} else {
  await runDemo({ often, every, again, differ, orders, bound, chance, museum });
}
