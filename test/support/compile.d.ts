import type { CompilerOptions } from "typescript";

export function compile(
  source: string,
  url: string,
  more?: CompilerOptions,
): string;
