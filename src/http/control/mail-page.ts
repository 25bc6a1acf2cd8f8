import * as z from 'zod';
import { flag } from '../../contract/fields.js';
import { longestPage } from '../../core/html/preview-page.js';
import type { PreviewPage } from '../../core/html/preview-page.js';
import type { BytesReply } from '../routing/route.js';

/**
 * The policy of a mail's own page: no scripts, no origin of its own, nothing from outside unless asked for. It holds even
 * where the page is opened by itself, without the frame of the UI. It has no Cross-Origin-Opener-Policy: a sandboxed page with one
 * is a network error (HTML, 7.4.5), so a link may name its opener, and what it opens may take the place of the mail's own tab.
 */
const previewPolicy = (remote: boolean): string =>
  [
    "default-src 'none'",
    `img-src data:${remote ? ' http: https:' : ''}`,
    `style-src 'unsafe-inline'${remote ? ' http: https:' : ''}`,
    `font-src data:${remote ? ' http: https:' : ''}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');

/** What the page of a mail may be asked for. */
export const quietQuery = z.strictObject({
  quiet: flag
    .default(false)
    .describe('Leaves the pictures out that the policy blocks, so that no browser reports them'),
});

const warningOf = ({ skipped }: PreviewPage): Record<string, string> =>
  skipped === 0
    ? {}
    : {
        'X-Emulator-Warning': `${skipped} pictures are left out: the page would be longer than ${longestPage / 1024 ** 2} MiB`,
      };

/** The html of a mail as an answer; `remote` lets it load pictures and styles from outside. */
export const pageReply = (page: PreviewPage, { remote }: { remote: boolean }): BytesReply => ({
  bytes: page.html,
  type: 'text/html; charset=utf-8',
  headers: {
    'Content-Security-Policy': previewPolicy(remote),
    'Referrer-Policy': 'no-referrer',
    'X-DNS-Prefetch-Control': 'off',
    ...warningOf(page),
  },
});
