// The peers live below .cache, not in node_modules: whoever learns from the
// course need not download fourteen libraries to compare it with.

import { execSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const wanted = join(import.meta.dirname, "peers/package.json");
const folder = join(import.meta.dirname, "../../../.cache/bench-peers");
const installed = join(folder, "package.json");

/** Installs the peers, in the versions that `peers/package.json` names. */
export function installPeers() {
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

const require = createRequire(join(folder, "x.js"));

/** A peer's module. */
export const importPeer = (name) => import(require.resolve(name));

/** The exact version of every peer. */
export const peerVersions = () =>
  JSON.parse(readFileSync(wanted, "utf8")).dependencies;
