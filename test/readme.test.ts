import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { envNameOf, settingNames } from '../src/config.js';
import { settingsTable } from '../src/settings-table.js';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** The table as the settings have it. */
function expectedTable(): string {
  const rows = settingNames.map((name) => {
    const { flag, placeholder, shown, help } = settingsTable[name] as {
      flag: string;
      placeholder?: string;
      shown: string;
      help: string;
    };
    const argument = placeholder ? ` ${placeholder.replaceAll('|', '\\|')}` : '';
    return `| \`--${flag}${argument}\` | ${shown} | ${help} | \`${envNameOf(flag)}\` |`;
  });
  return ['| flag | default | | environment |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

it('shows the settings as they are', () => {
  const shown = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(readme)?.[1];
  expect(shown).toBe(expectedTable());
});

it('shows pictures that are there', () => {
  const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path ?? '');
  expect(pictures.length).toBeGreaterThan(0);
  for (const path of pictures)
    expect(readFileSync(join(import.meta.dirname, '..', path)).length).toBeGreaterThan(10_000);
});

it.each(['express', 'fastify', 'next', 'node'])('shows the %s receiver as it is tested', (name) => {
  const source = readFileSync(join(import.meta.dirname, 'receivers', `${name}.js`), 'utf8').trimEnd();
  expect(readme).toContain(`\`\`\`js\n${source}\n\`\`\``);
});
