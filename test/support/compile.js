// @ts-check
// TypeScript to JavaScript, a file at a time and without looking at its types.

import ts from "typescript";

/**
 * The JavaScript of `source`, with its way back to `url` in its last line.
 *
 * @param {string} source
 * @param {string} url
 * @param {import("typescript").CompilerOptions} [more]
 */
export function compile(source, url, more = {}) {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    inlineSourceMap: true,
    ...more,
  };
  return ts.transpileModule(source, { fileName: url, compilerOptions })
    .outputText;
}
