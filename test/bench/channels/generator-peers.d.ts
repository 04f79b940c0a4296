export const generators: Record<string, unknown>;
