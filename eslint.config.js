import tseslint from 'typescript-eslint';

const realTimeAndChance = [
  { object: 'Date', property: 'now', message: 'Time comes in through the Clock port (core/time/clock.ts).' },
  {
    object: 'Math',
    property: 'random',
    message: 'Chance comes in through the Random port (core/time/random.ts).',
  },
];

const canParse = {
  object: 'URL',
  property: 'canParse',
  message: 'Use parseUrl (contract/web/parse-url.ts): in Node 20 and 22 it goes wrong with umlauts.',
};

export default tseslint.config(
  {
    ignores: [
      'dist',
      'coverage',
      'node_modules',
      'test/examples/**/*.js',
      'test/corpus',
      'test/receivers',
      'test/docs/support/docs-shell.js',
      'test/fixtures/*.cjs',
      'test/bench/.*',
      'test/soak/.*',
      'test/bench/*.js',
      'test/store/*.js',
      'ui/pictures',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250 }],
      // Factories hand out closures: `this` is never used, so a method may go anywhere by itself.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/core/time/clock.ts', 'src/core/time/random.ts', 'src/client/real-time.ts'],
    rules: {
      'no-restricted-properties': ['error', ...realTimeAndChance, canParse],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Use the scheduler or the timers of core/time/clock.ts.' },
        { name: 'setInterval', message: 'Use the scheduler or the timers of core/time/clock.ts.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['node:timers/promises', 'timers/promises'].map((name) => ({
            name,
            importNames: ['setImmediate'],
            message: 'Use yieldToEventLoop of contract/event-loop.ts.',
          })),
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time comes in through the Clock port (core/time/clock.ts).',
        },
        {
          selector: "ImportDeclaration[importKind='value'][source.value='zod'] > ImportSpecifier",
          message: 'Write `import * as z`: else the bundle holds all of zod, and the start takes longer.',
        },
      ],
    },
  },
  {
    files: ['ui/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.name='useEffect'] MemberExpression[property.name='addEventListener']",
          message:
            'What is drawn listens at once (useLayoutEffect): an effect runs a frame later, and what comes before is lost.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
);
