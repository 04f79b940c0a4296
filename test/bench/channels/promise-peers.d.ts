export const adapters: Record<string, unknown>;
