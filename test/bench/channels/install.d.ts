export function installPeers(): void;
export function peerVersions(): Record<string, string>;
