import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
const TESTS = ['test/**/*.ts'];

/** Only Node.js has these modules and globals. Code that also runs in browsers must not use them. */
const NODE_IMPORTS = {
  patterns: [
    { group: ['node:*'], message: 'This folder also runs in browsers: do not use Node.js built-ins.' },
  ],
};
const NODE_GLOBALS = ['process', 'Buffer', 'require', '__dirname', 'global', 'setImmediate'].map((name) => ({
  name,
  message: 'This folder also runs in browsers: take what you need as an argument.',
}));

/** Clock, network and randomness must be arguments, so that a result is the same at any time and on any machine. */
const IMPURE_GLOBALS = ['fetch', 'crypto', 'performance', 'setTimeout', 'setInterval'].map((name) => ({
  name,
  message: 'Take network, clock and randomness as arguments.',
}));
const IMPURE_PROPERTIES = [
  { object: 'Math', property: 'random', message: 'Take randomness as an argument.' },
  { object: 'Date', property: 'now', message: 'Take the clock as an argument.' },
];
const IMPURE_SYNTAX = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the clock as an argument.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Take the clock as an argument.' },
];

/** A module that waits delays every module that imports it, and a browser drops what is sent to a worker meanwhile. */
const WAITING_SYNTAX = {
  selector:
    'AwaitExpression:not(:function AwaitExpression), ForOfStatement[await=true]:not(:function ForOfStatement)',
  message: 'No module of core waits while it loads: compute this at the first call.',
};

/** Only + − × ÷ and the square root give the same bits in every JavaScript engine; these functions may differ. */
const INEXACT_PROPERTIES = [
  ...[
    'acos',
    'acosh',
    'asin',
    'asinh',
    'atan',
    'atan2',
    'atanh',
    'cbrt',
    'cos',
    'cosh',
    'exp',
    'expm1',
    'hypot',
  ],
  ...['log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'],
].map((property) => ({
  object: 'Math',
  property,
  message: 'Its result differs between JavaScript engines.',
}));
const INEXACT_SYNTAX = [
  {
    selector: "BinaryExpression[operator='**']:not([left.bigint])",
    message: 'Powers differ between JavaScript engines.',
  },
  { selector: "AssignmentExpression[operator='**=']", message: 'Powers differ between JavaScript engines.' },
];

/** Components and hooks with more than 60 lines of markup. They wait for the redesign of the portal; none is added. */
const LONG_COMPONENTS = [
  'web/components/search-box.tsx',
  'web/components/virtual-table.tsx',
  'web/documents/use-documents.ts',
  'web/graph/node-words.ts',
  'web/graph/picture.tsx',
  'web/pages/auditor/assure-page.tsx',
  'web/pages/auditor/opinion/opinion-form.tsx',
  'web/pages/auditor/sampling/chosen-rows.tsx',
  'web/pages/auditor/sampling/plan-form.tsx',
  'web/pages/company/compute/choose-sources.tsx',
  'web/pages/company/compute/parameter-section.tsx',
  'web/pages/company/disclose/choose-figures.tsx',
  'web/pages/company/import/check-table.tsx',
  'web/pages/company/import/choose-table.tsx',
  'web/pages/company/import/fault-grid.tsx',
  'web/pages/company/own-record/grants.tsx',
  'web/pages/company/shared/record-fields.tsx',
  'web/pages/exchange/inbox-columns.tsx',
  'web/pages/exchange/inbox-filters.tsx',
  'web/pages/exchange/inbox.tsx',
  'web/pages/exchange/sign-all.tsx',
  'web/pages/operator/action-form.tsx',
  'web/pages/parties/party-page.tsx',
  'web/pages/records/record-filters.tsx',
  'web/pictures/flow-chart.tsx',
  'web/verification/policy/policy-bar.tsx',
  'web/verification/policy/policy-form.tsx',
  'web/verification/verdict/figures.tsx',
  'web/verification/verdict/summary-facts.tsx',
  'web/verification/verifier/use-verifications.ts',
  'web/verification/verifier/verifier.tsx',
  'web/work/review-and-sign.tsx',
];

export default defineConfig(
  {
    ignores: [
      'chain/generated/',
      'client/generated/',
      'engines/',
      'artifacts/',
      'cache/',
      'dist/',
      'coverage/',
      '.carbon-ledger/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'methods'] }],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // noUncheckedIndexedAccess makes every indexed value possibly undefined, even if the loop has just checked the index.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/promise-function-async': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Interfaces declare functions as methods, but these do not use `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // tsconfig's noPropertyAccessFromIndexSignature requires brackets for index signatures.
      '@typescript-eslint/dot-notation': 'off',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'max-params': ['error', { max: 6 }],
      complexity: ['error', { max: 15 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // The protocol has rules about control characters.
      'no-control-regex': 'off',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union or a const object.' },
      ],
    },
  },
  {
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', NODE_IMPORTS],
      'no-restricted-globals': ['error', ...NODE_GLOBALS, ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
      'no-restricted-syntax': ['error', ...IMPURE_SYNTAX, WAITING_SYNTAX],
    },
  },
  {
    files: ['engine/**/*.ts', 'pictures/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', NODE_IMPORTS],
      'no-restricted-globals': ['error', ...NODE_GLOBALS, ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES, ...INEXACT_PROPERTIES],
      'no-restricted-syntax': ['error', ...IMPURE_SYNTAX, ...INEXACT_SYNTAX],
    },
  },
  {
    files: TESTS,
    rules: {
      // A describe is one function with all its tests.
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      // Asymmetric matchers such as expect.stringContaining have the type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['scripts/**/*.ts', 'bench/**/*.ts', 'devnet/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['web/**/*.tsx'],
    rules: {
      // What components return needs no type.
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    // They write pages and measure: no part of the product.
    files: ['scripts/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 80 }] },
  },
  { files: LONG_COMPONENTS, rules: { 'max-lines-per-function': ['error', { max: 120 }] } },
  {
    // The file of the engine is hashed: a split of its functions changes nothing but its digest.
    files: ['engine/trade/read-rows.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 80 }] },
  },
  {
    files: ['**/*.config.ts', '*.config.js', 'test/global-setup.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        Atomics: 'readonly',
        SharedArrayBuffer: 'readonly',
      },
    },
  },
);
