#!/usr/bin/env node
// `exec` for cmd, the shell of npm on Windows, which has none.
//
// A script of package.json begins with `exec`, so that the program takes the
// place of the shell and a signal to npm reaches it. Any POSIX shell takes the
// word for its own and never looks here; cmd finds this file, by the link that
// npm makes to it. It runs its arguments and ends as they end.

import { spawn } from "node:child_process";

const [command = "", ...words] = process.argv.slice(2);
const child = spawn(command, words, { stdio: "inherit" });

// Ctrl-C reaches the child without us, and how it ends is still to be told.
process.on("SIGINT", () => undefined);

child.once("error", ({ message }) => {
  console.error(message);
  process.exitCode = 127; // as a shell says that there is no such command
});
child.once("exit", (status) => {
  process.exitCode = status ?? 1;
});
