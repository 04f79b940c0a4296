// The peers of a benchmark live below .cache, not in node_modules: whoever learns
// from the course need not download what we compare it with.

import { execSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The peers of the benchmark `name`, in the versions of its `peers/package.json`. */
export function peersOf(name) {
  const wanted = join(import.meta.dirname, name, "peers/package.json");
  const folder = join(import.meta.dirname, "../../.cache/bench-peers", name);
  const require = createRequire(join(folder, "x.js"));
  return {
    /** Installs them, unless they are there. */
    install: () => install(wanted, folder),
    /** A peer's module. */
    importPeer: (peer) => import(require.resolve(peer)),
    /** The exact version of every peer. */
    versions: () => JSON.parse(readFileSync(wanted, "utf8")).dependencies,
  };
}

function install(wanted, folder) {
  const installed = join(folder, "package.json");
  const isThere =
    existsSync(join(folder, "node_modules")) &&
    readFileSync(installed, "utf8") === readFileSync(wanted, "utf8");
  if (isThere) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(wanted, installed);
  execSync("npm install --no-audit --no-fund --loglevel=error", {
    cwd: folder,
    stdio: "inherit",
  });
}
