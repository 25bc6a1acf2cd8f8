import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import { shellWord } from '../../src/contract/text/shell-word.js';
import { curlOf as curlOfCampaign } from '../../ui/campaigns/curl.js';
import { curlOf as curlOfCall } from '../../ui/requests/curl.js';
import { snippets } from '../../ui/settings/connect/snippets.js';
import { authorization, campaignExample } from '../../ui/shell/examples.js';
import type { Info } from '../../ui/shell/workspace/info.js';

/** A key and an address with all that any of the languages takes for something else. */
const key = `k$HOME'x"y\\z\\n#{1}#$0$(id)\`id\`%s!{}\${HOME}\\u0041&?*`;
const api = `http://localhost:8025/a'b$c/v2`;
const facts = {
  api,
  key,
  smtpHost: 'local$host',
  smtpPort: '1025',
  login: { user: 'ws_1a2b3c4d', pass: key },
};

/** How a literal is written in a language, and what in it means something else. */
const single = { literal: /'((?:[^'\\]|\\.)*)'/g, special: /(?!)/ };
const double = { literal: /"((?:[^"\\]|\\.)*)"/g, special: /(?!)/ };
const languages: Readonly<Record<string, { literal: RegExp; special: RegExp }>> = {
  node: single,
  nodemailer: single,
  php: single,
  python: double,
  django: double,
  go: double,
  java: double,
  ruby: { ...double, special: /(?<!\\)(?:\\\\)*#[{$@]/ },
  laravel: { ...double, special: /(?<!\\)(?:\\\\)*\$/ },
};

/** What the literals of a text stand for; those that mean something else as well are left out. */
function valuesIn(text: string, { literal, special }: (typeof languages)[string] & object): string[] {
  return [...text.matchAll(literal)]
    .map(([, written]) => written ?? '')
    .filter((written) => !special.test(written))
    .map((written) => written.replace(/\\(.)/g, '$1'));
}

const inShell = (script: string, env: Record<string, string> = {}): string =>
  execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { ...process.env, ...env } });

it.each(snippets)('the code for $word keeps a key and an address with any signs', ({ path, text }) => {
  const code = text(facts);
  if (path === 'curl') {
    const exports = code.slice(0, code.indexOf('\n\n'));
    expect(inShell(`${exports}\nprintf '%s\\n%s' "$MAILDRONE_BASE_URL" "$MAILDRONE_API_KEY"`)).toBe(
      `${api}\n${key}`,
    );
    return;
  }
  const values = valuesIn(code.replace(/^\/\/.*$/gm, ''), languages[path] ?? double);
  const inHeaders = ['go', 'java'].includes(path);
  expect(values).toContain(inHeaders ? `Bearer ${key}` : key);
  if (path !== 'nodemailer') expect(values).toContain(inHeaders ? `${api}/contacts` : api);
});

it('the commands of empty pages keep a key and an address with any signs', () => {
  expect(inShell(`printf %s ${authorization(key)}`)).toBe(`Authorization: Bearer ${key}`);
  const info = { urls: { api: 'http://localhost:8025/v2' }, api_key: key } as Info;
  const [first = ''] = campaignExample(info, `o'neill"x@example.com`).split('\n\nID=');
  const shown = inShell(
    `curl() { for word do :; done; printf '%s\\n%s' "$3" "$word"; }\n${first.replace('curl -s', 'curl')}`,
  );
  const [header = '', body = ''] = shown.split('\n');
  expect(header).toBe(`Authorization: Bearer ${key}`);
  expect(JSON.parse(body)).toEqual({ email: `o'neill"x@example.com`, first_name: 'Ada' });
  expect(inShell(`printf %s ${shellWord(key)}`)).toBe(key);
});

it('the commands that are copied have the key that works, and one in the environment where none is known', () => {
  const info = (api_key: string | null) => ({ urls: { api } as Info['urls'], api_key });
  const campaign = { content: {}, recipients: { type: 'all' }, settings: {} } as Campaign;
  const call = (name: string | null): Parameters<typeof curlOfCall>[0] => ({
    ...{ method: 'GET', path: '/v2/contacts', query: '' },
    key: name === null ? null : { id: 'key_1a2b3c4d', name, hint: 'cal' },
    request: { headers: { authorization: 'Bearer …' }, body: null, size: 0 },
  });
  const headerIn = (command: string) =>
    inShell(`curl() { for word do case $word in Auth*) printf %s "$word";; esac; done; }\n${command}`, {
      MAILDRONE_API_KEY: 'mine',
    });
  const known = `Authorization: Bearer ${key}`;
  expect(headerIn(curlOfCampaign(campaign, info(key)))).toBe(known);
  expect(headerIn(curlOfCall(call('CI'), info(key)))).toBe(known);
  expect(headerIn(curlOfCampaign(campaign, info(null)))).toBe('Authorization: Bearer mine');
  expect(headerIn(curlOfCall(call('CI'), info(null)))).toBe('Authorization: Bearer mine');
  // A call that was refused since its key is none of the workspace is refused again.
  expect(headerIn(curlOfCall(call(null), info(key)))).toBe('Authorization: Bearer mine');
});
