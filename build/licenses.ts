import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

interface Bundled {
  dir: string;
  name: string;
  version: string;
  license: string;
}

/** The folder of the package that a file in node_modules belongs to: the nearest with a name and a version. */
async function packageOf(root: string, file: string): Promise<Bundled> {
  for (let dir = dirname(join(root, file)); dir.startsWith(root) && dir !== root; dir = dirname(dir)) {
    const manifest = join(dir, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, version, license } = JSON.parse(await readFile(manifest, 'utf8')) as Partial<Bundled>;
    if (name && version && license) return { dir, name, version, license };
  }
  throw new Error(`${file} belongs to no package with a name, a version and a licence`);
}

async function textsOf({ dir, name }: Bundled): Promise<string[]> {
  const files = (await readdir(dir)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file)).sort();
  if (files.length === 0)
    throw new Error(`${name} comes without the text of its licence: it cannot be bundled`);
  return Promise.all(files.map(async (file) => (await readFile(join(dir, file), 'utf8')).trim()));
}

/** The licences of all packages that these files come from, as one text. Throws where one has none. */
export async function licensesOf(root: string, files: readonly string[]): Promise<string> {
  const found = new Map<string, Bundled>();
  for (const file of files.filter((path) => path.includes('node_modules'))) {
    const bundled = await packageOf(root, file);
    found.set(`${bundled.name}@${bundled.version}`, bundled);
  }
  const sections = [...found.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(async ([title, bundled]) => {
      const texts = await textsOf(bundled);
      return `${'='.repeat(80)}\n${title} (${bundled.license})\n${'='.repeat(80)}\n\n${texts.join('\n\n')}\n`;
    });
  const intro = 'This package contains code of the packages below, each under its own licence.\n';
  return [intro, ...(await Promise.all(sections))].join('\n');
}
