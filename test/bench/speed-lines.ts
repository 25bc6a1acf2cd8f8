import { bars } from './bars.js';
import type { BarName } from './bars.js';
import { smallWarning } from './performance-page.js';

/** The median of a bar as the page shows it. */
function shownIn(page: string): (name: BarName) => string {
  const rows = new Map<string, string>();
  // A small run says nothing.
  if (!page.includes(smallWarning))
    for (const [, what = '', measured = ''] of page.matchAll(/^\| ([^|]+) \| ([^|]+) \| [≤≥]/gm))
      rows.set(what, measured);
  return (name) => {
    const measured = rows.get(bars[name].what) ?? 'not measured';
    const [value] = /^[\d.]+/.exec(measured) ?? [];
    return value === undefined ? '(not measured)' : Number(value).toString();
  };
}

/** The five lines of the README, from the table of docs/performance.md. */
export function speedLines(page: string): string {
  const of = shownIn(page);
  const lines = [
    `- Start: ${of('startOfBare')} × a bare \`node:http\` server, ${of('startOfMaildev')} × MailDev; idle it holds ${of('idleOfBare')} × the memory of that server.`,
    `- Mail from outside, kept on disk: ${of('small5OfBare')} × a bare smtp-server that keeps nothing, ${of('small5OfMaildev')} × MailDev; 100,000 without a pause ${of('searchableOfMaildev')} × MailDev, searchable.`,
    `- A campaign of personal, tracked mails: ${of('campaign')} × a bare smtp-server fed the same bytes, ${of('campaignOfPool')} × nodemailer's pool.`,
    `- Calls: reads ${of('read')} ×, durable writes ${of('write')} × express with the same bytes; at 100,000 contacts ${of('readMany')} × the rate at 1,000.`,
    `- Inbox: a page ${of('listOfMaildev')} ×, a text search ${of('searchOfMaildev')} × as fast as MailDev at 10,000 mails; at 100,000 a page takes ${of('list100')} × as long as at 1,000, a text search ${of('search100')} ×.`,
  ];
  return lines.join('\n');
}

export const speedMarkers = { begin: '<!-- speed -->', end: '<!-- /speed -->' } as const;

/** What stands between the markers of the README. */
export const linesIn = (readme: string): string | undefined =>
  new RegExp(`${speedMarkers.begin}\n([^]*?)\n${speedMarkers.end}`).exec(readme)?.[1];

/** The README with these lines in place of those that it has. */
export function withLines(readme: string, lines: string): string {
  const { begin, end } = speedMarkers;
  if (linesIn(readme) === undefined) throw new Error(`README.md has no ${begin} with ${end}`);
  return readme.replace(new RegExp(`${begin}\n[^]*?\n${end}`), () => `${begin}\n${lines}\n${end}`);
}
