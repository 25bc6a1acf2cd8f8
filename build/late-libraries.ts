import type { Metafile } from 'esbuild';

/** Libraries that a start can do without: what reads mail, CSV and ZIP, and what posts webhooks. */
const late = ['csv-parse', 'fflate', 'iconv-lite', 'jschardet', 'libmime', 'mailparser', 'undici'];

const isLate = (file: string): boolean => late.some((name) => file.includes(`node_modules/${name}/`));

/**
 * Throws where the command or the emulator imports one of them before it is needed: parsed and run, they take a fifth of
 * the time of a start. One `import` of a constant from the wrong file is enough, and nothing but the clock would tell.
 */
export function requireLateLibraries({ inputs }: Pick<Metafile, 'inputs'>): void {
  const starts = ['src/cli/signals.ts', 'src/cli/main.ts', 'src/app/emulator.ts'];
  const ways = new Map<string, readonly string[]>(starts.map((file) => [file, [file]]));
  for (const [file, way] of ways) {
    if (isLate(file)) throw new Error(`a start loads a library that it does not need: ${way.join(' → ')}`);
    for (const { path, kind } of inputs[file]?.imports ?? []) {
      const isAtOnce = kind === 'import-statement' || kind === 'require-call';
      if (isAtOnce && !ways.has(path)) ways.set(path, [...way, path]);
    }
  }
}
