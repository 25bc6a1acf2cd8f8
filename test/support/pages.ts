import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** A page of the documentation. */
export interface Page {
  /** From the root of the repository. */
  path: string;
  text: string;
}

const onTop = readdirSync(root).filter((file) => file.endsWith('.md'));
const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => join('docs', file));

/** Every page, those on top first. */
export const pages: readonly Page[] = [...onTop, ...inDocs.sort()].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

export function pageOf(path: string): Page {
  const page = pages.find((each) => each.path === path);
  if (!page) throw new Error(`there is no page ${path}`);
  return page;
}

/** A fenced block, and what the line before it says. */
export interface Block {
  language: string;
  code: string;
  /** The file that it is (`` `state.json`: ``). */
  file: string | null;
  /** What its calls end with, one after the other (`<!-- ends with 500, 201 -->`); null where all succeed. */
  ends: number[] | null;
}

export const blocksOf = ({ text }: Page): Block[] =>
  [...text.matchAll(/(?:^(.*)\n\n)?^```(\w*)\n([^]*?)^```$/gm)].map(([, before, language, code]) => ({
    language: language ?? '',
    code: code ?? '',
    file: /`([\w.-]+)`:$/.exec(before ?? '')?.[1] ?? null,
    ends:
      /^<!-- ends with ([\d, ]+) -->$/
        .exec(before ?? '')?.[1]
        ?.split(', ')
        .map(Number) ?? null,
  }));

/** The page without its fenced blocks. */
export const proseOf = ({ text }: Page): string => text.replace(/^```[^]*?^```$/gm, '');

/** Where the relative links and pictures of a page lead, as paths from the root; `anchor` is what follows the `#`. */
export const linksOf = (page: Page): { path: string; anchor: string | null; picture: boolean }[] =>
  [...proseOf(page).matchAll(/(!?)\[[^\]]*\]\((?!\w+:)([^)#]*)(?:#([^)]*))?\)/g)].map(
    ([, picture, path, anchor]) => ({
      path: path === '' || path === undefined ? page.path : normalize(join(dirname(page.path), path)),
      anchor: anchor ?? null,
      picture: picture === '!',
    }),
  );

/** The anchors that the headings of a page make, as GitHub makes them. */
export const anchorsOf = (page: Page): string[] =>
  [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
