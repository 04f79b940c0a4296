export function peersOf(name: string): {
  install(): void;
  importPeer(peer: string): Promise<unknown>;
  versions(): Record<string, string>;
};
