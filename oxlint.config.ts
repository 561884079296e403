import { defineConfig, type OxlintConfig } from 'oxlint';

type Rules = NonNullable<OxlintConfig['rules']>;

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
const INEXACT_PROPERTIES = `
  acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot
  log log10 log1p log2 pow sin sinh tan tanh`
  .trim()
  .split(/\s+/)
  .map((property) => ({
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

/** Rules without options: of JavaScript, and of TypeScript. */
const SYNTAX = `
  for-direction no-async-promise-executor no-case-declarations no-compare-neg-zero no-cond-assign
  no-constant-binary-expression no-constant-condition no-debugger no-delete-var no-dupe-else-if
  no-duplicate-case no-empty no-empty-character-class no-empty-pattern no-empty-static-block no-ex-assign
  no-extra-boolean-cast no-fallthrough no-global-assign no-invalid-regexp no-irregular-whitespace
  no-loss-of-precision no-misleading-character-class no-nonoctal-decimal-escape no-prototype-builtins
  no-regex-spaces no-self-assign no-shadow-restricted-names no-sparse-arrays no-unassigned-vars
  no-unexpected-multiline no-unsafe-finally no-unsafe-optional-chaining no-unused-labels
  no-unused-private-class-members no-useless-assignment no-useless-backreference no-useless-catch
  no-useless-escape no-var prefer-const prefer-rest-params prefer-spread preserve-caught-error
  require-yield use-isnan valid-typeof`;
const TYPES = `
  adjacent-overload-signatures array-type await-thenable ban-ts-comment ban-tslint-comment
  class-literal-property-style consistent-generic-constructors consistent-indexed-object-style
  consistent-type-assertions consistent-type-definitions no-array-constructor no-array-delete
  no-base-to-string no-confusing-non-null-assertion no-deprecated no-duplicate-enum-values
  no-duplicate-type-constituents no-dynamic-delete no-empty-object-type no-explicit-any
  no-extra-non-null-assertion no-extraneous-class no-floating-promises no-for-in-array
  no-generated-empty-object-type no-implied-eval no-inferrable-types no-invalid-void-type
  no-meaningless-void-operator no-misused-new no-misused-promises no-mixed-enums no-namespace
  no-non-null-asserted-nullish-coalescing no-non-null-asserted-optional-chain
  no-redundant-type-constituents no-require-imports no-this-alias no-unnecessary-boolean-literal-compare
  no-unnecessary-condition no-unnecessary-template-expression no-unnecessary-type-arguments
  no-unnecessary-type-assertion no-unnecessary-type-constraint no-unnecessary-type-conversion
  no-unnecessary-type-parameters no-unsafe-argument no-unsafe-assignment no-unsafe-call
  no-unsafe-declaration-merging no-unsafe-enum-comparison no-unsafe-function-type no-unsafe-member-access
  no-unsafe-return no-unsafe-unary-minus no-unused-expressions no-useless-constructor
  no-useless-default-assignment no-wrapper-object-types only-throw-error prefer-as-const prefer-find
  prefer-for-of prefer-function-type prefer-includes prefer-literal-enum-member prefer-namespace-keyword
  prefer-nullish-coalescing prefer-promise-reject-errors
  prefer-reduce-type-parameter prefer-regexp-exec prefer-return-this-type prefer-string-starts-ends-with
  related-getter-setter-pairs require-await restrict-plus-operands switch-exhaustiveness-check
  triple-slash-reference unified-signatures use-unknown-in-catch-callback-variable`;

/** Components and hooks with more than 60 lines of markup. They wait for the redesign of the portal; none is added. */
const LONG_COMPONENTS = [
  'web/components/search/search-box.tsx',
  'web/graph/node-words.ts',
  'web/graph/picture/picture.tsx',
  'web/pages/auditor/assure-page.tsx',
  'web/pages/auditor/sampling/chosen-rows.tsx',
  'web/pages/auditor/sampling/plan-form.tsx',
  'web/pages/company/compute/choose-sources.tsx',
  'web/pages/company/compute/parameter-section.tsx',
  'web/pages/company/disclose/choose-figures.tsx',
  'web/pages/company/import/check-table.tsx',
  'web/pages/company/import/choose-table.tsx',
  'web/pages/company/import/fault-grid.tsx',
  'web/pages/exchange/inbox/inbox-columns.tsx',
  'web/verification/policy/policy-bar.tsx',
  'web/verification/policy/policy-form.tsx',
  'web/verification/verdict/figures.tsx',
  'web/verification/verdict/summary-facts.tsx',
  'web/verification/verifier/verifier.tsx',
];

const refuse = (names: string, prefix: string): Rules =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [`${prefix}${name}`, 'error']),
  );

export default defineConfig({
  plugins: ['typescript', 'unicorn'],
  jsPlugins: ['./scripts/restricted-syntax.mjs'],
  categories: { correctness: 'off' },
  // Each file by the tsconfig.json that is nearest to it: the portal by its own, everything else by that of the project.
  options: { typeAware: true, typeCheck: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: [
    'node_modules',
    '/engines/',
    'artifacts/',
    'cache/',
    'dist/',
    'coverage/',
    '.carbon-ledger/',
  ],
  rules: refuse(SYNTAX, ''),
  overrides: [
    {
      files: ['**/*.ts', '**/*.tsx'],
      rules: {
        ...refuse(TYPES, 'typescript/'),
        'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
        'typescript/no-empty-function': ['error', { allow: ['arrowFunctions', 'methods'] }],
        'typescript/no-misused-spread': ['error', { allow: ['string'] }],
        'typescript/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
        'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
        'typescript/return-await': ['error', 'error-handling-correctness-only'],
        'no-restricted-exports': [
          'error',
          { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
        ],
        'max-lines': ['error', { max: 500 }],
        'max-lines-per-function': ['error', { max: 60 }],
        'max-params': ['error', { max: 6 }],
        complexity: ['error', { max: 15, variant: 'modified' }],
        eqeqeq: ['error', 'always', { null: 'ignore' }],
        'no-console': 'error',
      },
    },
    {
      files: ['core/**/*.ts'],
      rules: {
        'no-restricted-imports': ['error', NODE_IMPORTS],
        'no-restricted-globals': ['error', ...NODE_GLOBALS, ...IMPURE_GLOBALS],
        'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
        'project/restricted-syntax': ['error', ...IMPURE_SYNTAX, WAITING_SYNTAX],
      },
    },
    {
      files: ['agents/**/*.ts', 'engine/**/*.ts', 'pictures/**/*.ts'],
      rules: {
        'no-restricted-imports': ['error', NODE_IMPORTS],
        'no-restricted-globals': ['error', ...NODE_GLOBALS, ...IMPURE_GLOBALS],
        'no-restricted-properties': ['error', ...IMPURE_PROPERTIES, ...INEXACT_PROPERTIES],
        'project/restricted-syntax': ['error', ...IMPURE_SYNTAX, ...INEXACT_SYNTAX],
      },
    },
    {
      files: TESTS,
      rules: {
        // A describe is one function with all its tests.
        'max-lines-per-function': 'off',
        'max-lines': 'off',
        // Asymmetric matchers such as expect.stringContaining have the type any.
        'typescript/no-unsafe-assignment': 'off',
      },
    },
    {
      files: ['scripts/**/*.ts', 'bench/**/*.ts', 'devnet/**/*.ts'],
      rules: { 'no-console': 'off' },
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
    { files: ['*/generated/**'], rules: { 'max-lines': 'off' } },
    {
      files: ['**/*.config.ts', 'test/global-setup.ts'],
      rules: { 'no-restricted-exports': 'off' },
    },
  ],
});
