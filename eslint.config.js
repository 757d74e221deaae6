import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { layers } from './scripts/layers.js';

/** Kept out of everything but `src/ports`: what the outside says can then be scripted in a test. */
const outside = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time comes from src/ports/clock.ts.' },
    { object: 'performance', property: 'now', message: 'Time comes from src/ports/clock.ts.' },
    { object: 'Math', property: 'random', message: 'Randomness comes from src/ports/random.ts.' },
    { object: 'process', property: 'env', message: 'The environment comes from src/ports.' },
  ],
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { regex: '^(node:)?fs(/promises)?$', message: 'Files come from src/ports/files.ts.' },
        { regex: '^(node:)?child_process$|^execa$', message: 'Programs are run by src/ports/process.ts.' },
      ],
    },
  ],
};

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a thing has one name everywhere.',
};
const noLazyPackage = {
  selector: 'ImportExpression[source.value=/^(?!\\.|node:)/]',
  message:
    'Load a module of ours lazily, which imports the package: a bundled CommonJS package has no names otherwise.',
};
const noCurrentDate = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Time comes from src/ports/clock.ts.',
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.bancada/']),
  { rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'no-undef': 'error', 'prefer-const': 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-undef': 'off', // the type checker knows
      'no-unused-vars': 'off', // the typed one, below
      'no-restricted-syntax': ['error', noDefaultExport, noLazyPackage],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off', // an index within its bounds
      '@typescript-eslint/no-redundant-type-constituents': 'off', // `'auto' | string` tells the reader what to expect
      '@typescript-eslint/require-await': 'off', // an adapter may be asynchronous by contract alone
      '@typescript-eslint/no-unnecessary-type-parameters': 'off', // typed registries name a parameter once
    },
  },
  {
    files: ['src/**/*.ts', 'ansible-free-provision/**/*.ts', 'vms/**/*.ts'],
    plugins: { bancada: { rules: { layers } } },
    rules: { 'bancada/layers': 'error', 'no-console': 'error', 'max-lines': ['error', 300] },
  },
  {
    files: ['src/**/*.ts', 'ansible-free-provision/**/*.ts', 'vms/**/*.ts'],
    // The ports are the outside; `root` and `door` are programs of their own, run apart from the library.
    ignores: ['src/ports/**', 'src/providers/local/root/**', 'src/providers/local/door/**'],
    rules: { ...outside, 'no-restricted-syntax': ['error', noDefaultExport, noLazyPackage, noCurrentDate] },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', '*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
