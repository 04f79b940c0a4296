// Contexts form a tree: who is cancelled takes everybody below along, and nobody else.
import {
  background,
  type Context,
  deadlineExceeded,
  main,
  now,
  withCancel,
  withDeadline,
  withTimeout,
  withValue,
} from "rendezvous";

const nil = "<nil>";
const why = ({ err }: Context) => err?.message ?? nil;
const nameKey = Symbol("name");
const otherKey = Symbol("other");

main(async () => {
  const root = background();
  console.log("root:", root.done.isNil, why(root));
  const [parent, cancel] = withCancel(root);
  const [child, cancelChild] = withCancel(parent);
  const [sibling, cancelSibling] = withTimeout(parent, 3_600_000);
  const leaf = withValue(child, nameKey, "leaf");
  console.log("before:", why(parent), why(child), why(sibling), why(leaf));
  cancelChild();
  cancelChild(); // twice is harmless
  await leaf.done.receive();
  console.log("child:", why(parent), why(child), why(sibling), why(leaf));
  cancel();
  await sibling.done.receive();
  console.log("parent:", why(parent), why(sibling));
  const [late, cancelLate] = withCancel(parent);
  console.log("born cancelled:", why(late));
  console.log(
    "values:",
    leaf.value(nameKey) ?? nil,
    leaf.value(otherKey) ?? nil,
    parent.value(nameKey) ?? nil,
  );
  const [soon, cancelSoon] = withTimeout(root, 20);
  const [later, cancelLater] = withTimeout(soon, 3_600_000);
  await later.done.receive();
  console.log("deadline:", why(later), soon.err === deadlineExceeded);
  cancelLater();
  console.log("still:", why(later));
  const [past, cancelPast] = withDeadline(root, now() - 1_000);
  console.log("in the past:", why(past));
  for (const each of [cancelSibling, cancelLate, cancelSoon, cancelPast])
    each();
});
