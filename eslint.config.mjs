import js from '@eslint/js'
import n from 'eslint-plugin-n'
import globals from 'globals'
import tseslint from 'typescript-eslint'

// The limits of the house style: a file is one thing, a function fits on a screen.
const SHAPE = {
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 3 }],
}

const ROOT_IMPORTS = [
  {
    name: '@cdktf/provider-aws',
    message: 'Import by resource path (@cdktf/provider-aws/lib/s3-bucket): 0.2 s instead of 4 s.',
  },
]

export default tseslint.config(
  { ignores: ['**/dist/**', 'cdktf.out/**', '.rehearsal/**', 'coverage/**', 'node_modules/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { n },
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...SHAPE,
      'no-restricted-imports': ['error', { paths: ROOT_IMPORTS }],
      'n/no-process-env': 'error',
      'n/no-process-exit': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    // The only readers of the environment and setters of exit codes.
    files: ['**/bin.ts', '**/main.ts', '**/inputs.ts', '**/config.ts', 'test/**/*.ts'],
    rules: { 'n/no-process-env': 'off', 'n/no-process-exit': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A describe block is a list of facts, not one function.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
)
