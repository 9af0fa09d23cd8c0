import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** A view knows the shared folders and itself, never another view. */
const OTHER_VIEWS = {
  group: ["@/views/*", "../../*/**", "!@/views/register"],
  message: "a view does not reach into another: move what both need to components or lib",
};

export default tseslint.config(
  { ignores: ["node_modules", "src/api/schema.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  hooks.configs.flat.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "take it as an argument: tests decide" },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "no element is ever made from data",
        },
      ],
    },
  },
  {
    files: ["src/views/*/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [OTHER_VIEWS] }] },
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      parserOptions: { projectService: false },
      globals: { module: "writable", process: "readonly", console: "readonly", URL: "readonly" },
    },
  },
);
