import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { blocksOf, pages, root } from '../support/pages.js';

// Fragments go on with an emulator that an example before them started.
const prelude = `
import type { EmulatorHandle } from 'maildrone-emulator';
declare const emulator: EmulatorHandle;
`;

/** The blocks of TypeScript as modules of their own, by a name under `test`; the examples of test projects are run elsewhere. */
const sources = new Map(
  pages.flatMap((page) =>
    blocksOf(page)
      .filter(({ language, code }) => language === 'ts' && !code.includes('../src/'))
      .map(({ code }, index) => [
        join(root, 'test/docs', `${page.path.replaceAll(/\W/g, '-')}-${index}.ts`),
        code.includes('emulator =') ? code : prelude + code,
      ]),
  ),
);

function checked(): readonly ts.Diagnostic[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, noUnusedLocals: false, noImplicitAny: false, strictNullChecks: true },
    root,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (file, ...rest) => {
    const code = sources.get(file);
    return code === undefined
      ? getSourceFile(file, ...rest)
      : ts.createSourceFile(file, code, ts.ScriptTarget.ES2023);
  };
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  const program = ts.createProgram([...sources.keys()], options, host);
  // What an example imports of others need not be installed here.
  const cannotFindModule = 2307;
  return [...sources.keys()]
    .flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .filter(({ code }) => code !== cannotFindModule);
}

describe('TypeScript in the documentation', () => {
  it('goes with the types of the package', { timeout: 120_000 }, () => {
    expect(sources.size).toBeGreaterThan(10);
    const faults = checked().map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
    expect(faults).toEqual([]);
  });
});
