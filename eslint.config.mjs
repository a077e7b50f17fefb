/** Lint rules: typescript-eslint's strict, type-aware set, eased only where the project's own style says otherwise. */
import js from '@eslint/js';
import graphql from '@graphql-eslint/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    'process',
    'console',
    'URL',
    'Buffer',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'fetch',
    'structuredClone',
    'performance',
    'AbortController',
    'AbortSignal',
  ].map((name) => [name, 'readonly']),
);

const graphQLProject = {
  graphQLConfig: { schema: 'schema/api.graphql', documents: 'schema/operations/*.graphql' },
};

export default defineConfig(
  globalIgnores([
    'dist/',
    'node_modules/',
    '.hub/',
    'coverage/',
    'src/database/generated/',
    'adapters/kit/generated/',
    'schema/operations/generated/',
    'test/adapters/**/vectors/',
  ]),
  { files: ['**/*.{js,mjs,ts}'], ...js.configs.recommended },
  {
    files: ['schema/api.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: graphQLProject,
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          Argument: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
        },
      ],
      '@graphql-eslint/no-typename-prefix': 'error',
      '@graphql-eslint/no-unreachable-types': 'error',
      '@graphql-eslint/relay-connection-types': 'error',
      // Entries of a log and reasons are no nodes, and short lists are plain lists.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      '@graphql-eslint/relay-page-info': 'error',
      '@graphql-eslint/require-deprecation-date': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/unique-enum-value-names': 'error',
    },
  },
  {
    files: ['schema/operations/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: graphQLProject,
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/operations-recommended'].rules,
      '@graphql-eslint/match-document-filename': 'off',
    },
  },
  {
    // A worker keeps no cache.
    files: ['schema/operations/adapter-*.graphql'],
    rules: { '@graphql-eslint/require-selections': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Numbers and bigints in a message are plain; objects and undefined are not.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A resolver class and a use case of one line are both fine.
      '@typescript-eslint/no-extraneous-class': 'off',
      // What was caught as unknown may be thrown on.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // `() => doIt()` is how callbacks are written here.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // With noUncheckedIndexedAccess a `!` beside a checked index is clearer than a branch that cannot happen.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Index signatures are read as `record['name']` because the compiler does not know the name.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { boolean: true } }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name: the file is the kebab-case of its main export.',
        },
        { selector: 'TSEnumDeclaration', message: 'A closed set is a union of literals.' },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    // A GraphQL type's class describes a shape that plain objects have too; a command's type is what citty infers.
    files: ['src/**/graphql/**', 'src/graphql/**', 'src/cli/**'],
    rules: {
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // The tools ask for a default export.
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // People who run these read what they print.
  {
    files: ['adapters/kit/simulator/run.ts', 'src/cli/**/*.ts', 'src/app/**/*.ts', 'src/demo/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Answers arrive untyped, and the test asserts their shape.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // A flag that a callback sets looks constant to the compiler.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: nodeGlobals, sourceType: 'module', ecmaVersion: 2023 },
  },
  prettier,
);
