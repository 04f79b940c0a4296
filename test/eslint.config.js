import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

// Only rules that find mistakes; the shape of the code is prettier's business.
export default defineConfig(
  globalIgnores([
    ...["dist/", ".cache/", "docs/.vitepress/cache/"],
    "playground/compiler/globals.d.ts", // of a learner's program, not of ours
  ]),
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: `${import.meta.dirname}/..`,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { ignoreVoid: true },
      ],
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/require-await": "off",
    },
  },
);
