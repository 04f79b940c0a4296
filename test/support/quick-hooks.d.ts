export function compiled(file: string, url: string): Promise<string>;
