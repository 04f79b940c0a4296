// Two binary trees hold the same values if their walks do: compare them as they come, and stop at the first difference.
import {
  Channel,
  go,
  main,
  type ReceiveChannel,
  select,
  type SendChannel,
} from "rendezvous";

interface Tree {
  left: Tree | undefined;
  right: Tree | undefined;
  value: number;
}

function insert(tree: Tree | undefined, value: number): Tree {
  if (tree === undefined) {
    return { left: undefined, right: undefined, value };
  }
  if (value < tree.value) {
    tree.left = insert(tree.left, value);
  } else {
    tree.right = insert(tree.right, value);
  }
  return tree;
}

async function walk(
  tree: Tree | undefined,
  c: SendChannel<number>,
  quit: ReceiveChannel<void>,
): Promise<boolean> {
  if (tree === undefined) {
    return true;
  }
  if (!(await walk(tree.left, c, quit))) {
    return false;
  }
  const chosen = await select({ sent: c.sending(tree.value), quit });
  if (chosen.case === "quit") return false;
  return walk(tree.right, c, quit);
}

function start(
  tree: Tree | undefined,
  quit: ReceiveChannel<void>,
  ended: SendChannel<boolean>,
): ReceiveChannel<number> {
  const c = new Channel<number>();
  go(async () => {
    const whole = await walk(tree, c, quit);
    c.close();
    await ended.send(whole);
  });
  return c;
}

async function same(a: Tree | undefined, b: Tree | undefined) {
  const quit = new Channel<void>();
  const ended = new Channel<boolean>(2);
  const [ca, cb] = [start(a, quit, ended), start(b, quit, ended)];
  let equal = true;
  for (;;) {
    const { value: va, done: doneA } = await ca.next();
    const { value: vb, done: doneB } = await cb.next();
    if (doneA !== doneB || va !== vb) {
      equal = false;
    }
    if (!equal || doneA) {
      break;
    }
  }
  quit.close();
  const [first, second] = [await ended.receive(), await ended.receive()];
  return [equal, first && second];
}

function build(...values: number[]) {
  let tree: Tree | undefined;
  for (const value of values) {
    tree = insert(tree, value);
  }
  return tree;
}

main(async () => {
  console.log(...(await same(build(1, 2, 3, 4, 5), build(3, 1, 5, 4, 2))));
  console.log(...(await same(build(1, 2, 3, 4, 5), build(3, 1, 5, 4, 6))));
  console.log(...(await same(build(7, 8, 9), build(1, 8, 9))));
  console.log(...(await same(build(), build())));
});
