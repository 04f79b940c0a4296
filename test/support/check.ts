// Says what `tsc` and `eslint -c test/eslint.config.js .` would say, of one
// program: the rules ask for the types that the compiler has found already, which
// halves the work of both.

import { ESLint } from "eslint";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");

function readProgram(config: string): [ts.Program, readonly ts.Diagnostic[]] {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    join(root, config),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  if (!parsed) throw new Error(`expected to read ${config}`);
  const { fileNames, options, errors } = parsed;
  return [ts.createProgram(fileNames, options), errors];
}

function fail({ messageText }: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
}

function reportTypes(diagnostics: readonly ts.Diagnostic[]): boolean {
  const text = ts.formatDiagnosticsWithColorAndContext(diagnostics, {
    getCurrentDirectory: () => root,
    getCanonicalFileName: (path) => path,
    getNewLine: () => "\n",
  });
  process.stdout.write(text);
  return diagnostics.length > 0;
}

async function reportRules(program: ts.Program): Promise<boolean> {
  const [docs] = readProgram("docs/tsconfig.json");
  const [page] = readProgram("playground/page/tsconfig.json");
  const linter = new ESLint({
    cwd: root,
    overrideConfigFile: "test/eslint.config.js",
    overrideConfig: [
      { files: ["**/*.ts"], languageOptions: knowing(program) },
      { files: ["docs/**/*.ts"], languageOptions: knowing(docs) },
      { files: ["playground/page/**/*.ts"], languageOptions: knowing(page) },
    ],
  });
  const results = await linter.lintFiles(["."]);
  const formatter = await linter.loadFormatter("stylish");
  process.stdout.write(await formatter.format(results));
  return results.some(({ errorCount }) => errorCount > 0);
}

function knowing(program: ts.Program) {
  return { parserOptions: { projectService: false, programs: [program] } };
}

const [program, errors] = readProgram("tsconfig.json");
const diagnostics = [...errors, ...ts.getPreEmitDiagnostics(program)];
const hasWrongTypes = reportTypes(diagnostics);
const breaksRules = await reportRules(program);
process.exitCode = hasWrongTypes || breaksRules ? 1 : 0;
