// The demos of a lesson by name: `npm run lesson 1` runs the first of them,
// `npm run lesson 1 slip` the one called slip.

/**
 * Runs the demo that the first word of the command line names, the first one
 * without a word. An unknown word is answered with the names, on standard error
 * and with exit status 1.
 */
export async function runDemo(
  demos: Record<string, () => void | Promise<void>>,
): Promise<void> {
  const names = Object.keys(demos);
  const name = process.argv[2] ?? names[0] ?? "";
  const demo = Object.hasOwn(demos, name) ? demos[name] : undefined;
  if (demo) return demo();
  console.error(`expected one of the demos ${names.join(", ")}, got "${name}"`);
  process.exitCode = 1;
}
