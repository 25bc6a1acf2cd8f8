import type { Settings } from '../config/settings.js';
import { shownJson, shownLine } from '../contract/text/shown-text.js';
import { version } from '../contract/version.js';
import type { Banner } from './log.js';

/** What the banner shows of a started emulator. */
export interface StartedEmulator {
  urls: { http: string; api: string; smtp: string };
  apiKey: string;
  webhookSecret: string;
  /** Those of the URLs of webhooks whose endpoints get nothing. */
  disabledWebhooks: readonly string[];
}

/** What shows people, and programs, where the emulator is. */
export function bannerOf(
  { urls, apiKey, webhookSecret, disabledWebhooks }: StartedEmulator,
  settings: Settings,
): Banner {
  const secret = settings.webhookUrl.length > 0 && settings.webhookSecret === null ? webhookSecret : null;
  const facts = { url: urls.http, api: urls.api, smtp: urls.smtp, api_key: apiKey, pid: process.pid };
  const rows: [string, string][] = [
    ['Inbox', urls.http],
    ['API', apiKey === '' ? `${urls.api}   its keys are revoked` : `${urls.api}   key ${apiKey}`],
    ['SMTP', urls.smtp],
    ['Data', settings.memory ? 'in memory' : settings.data],
    ...settings.webhookUrl.map((url): [string, string] => [
      'Webhook',
      disabledWebhooks.includes(url) ? `${url}   is disabled` : url,
    ]),
    ...(secret ? [['Secret', secret] as [string, string]] : []),
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(9)}${shownLine(value)}`).join('\n');
  return {
    json: shownJson({ msg: 'ready', ...facts, ...(secret ? { webhook_secret: secret } : {}) }),
    pretty: `\nmaildrone-emulator ${version}\n\n${table}\n\nReady.`,
  };
}
