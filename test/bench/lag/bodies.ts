import { campaignOf, pageOf, told } from './case.js';
import type { Case } from './case.js';

const post = (name: string, path: string, body: () => string): Case => ({
  name,
  run: (target) => told(target, 'POST', path, body()),
});
const fixture = (name: string, body: () => string) => post(name, '/_emulator/fixtures', body);

const person = (n: number) =>
  `{"email":"p${n}@x.test","first_name":"P","tags":["a","b"],"custom_fields":{"level":"gold"}}`;
const people = (count: number) => Array.from({ length: count }, (_, n) => person(n)).join(',');
const csv = (rows: number) =>
  `email,first_name,tags,level\n${Array.from({ length: rows }, (_, n) => `p${n}@x.test,P${n},a;b,gold`).join('\n')}`;
const exported = '{"maildrone_export":1,"version":1,"contacts":[';

/** Bodies of calls. */
export const bodyCases: Case[] = [
  post('body of 1 MB of [[[', '/v2/contacts', () => '['.repeat(1e6)),
  post(
    'body with a list of 190,000',
    '/v2/contacts',
    () => `{"email":"x@y.test","custom_fields":{"v":[${'1,'.repeat(190_000)}1]}}`,
  ),
  post(
    'body with an object of 100,000',
    '/v2/contacts',
    () =>
      `{"email":"x@y.test","custom_fields":{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`).join(',')}}}`,
  ),
  post(
    'body with 80,000 unknown fields',
    '/v2/contacts',
    () => `{"email":"x@y.test",${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
  ),
  post(
    'body with 190,000 tags',
    '/v2/contacts',
    () => `{"email":"x@y.test","tags":[${'"a",'.repeat(190_000)}"b"]}`,
  ),
  post(
    'body of 10 MB: 190,000 variables',
    '/v2/emails',
    () =>
      `{"from_email":"a@b.test","to":"c@d.test","subject":"s","content":{"text":"x"},"variables":{"v":[${Array.from(
        { length: 190_000 },
        (_, n) => `{"k":"${n} some words of a value"}`,
      )
        .slice(0, 95_000)
        .join(',')}]}}`,
  ),
  post(
    'body of 10 MB of escapes',
    '/v2/emails',
    () =>
      `{"from_email":"a@b.test","to":"c@d.test","subject":"s","content":{"text":"x"},"variables":{"v":"${'\\u0041'.repeat(1.7e6)}"}}`,
  ),
  post(
    'body of 4 MB of long numbers',
    '/v2/emails',
    () =>
      `{"from_email":"a@b.test","to":"c@d.test","subject":"s","content":{"text":"x"},"variables":{"v":[${'1234567890.12345678,'.repeat(190_000)}1]}}`,
  ),
  fixture('fixture of 60 MB of [[[', () => '['.repeat(6e7)),
  fixture('fixture of 60 MB of [],', () => `{"fixture":[${'[],'.repeat(2e7)}1]}`),
  fixture('fixture of 60 MB in one string', () => `{"fixture":{"description":"${'x'.repeat(6e7)}"}}`),
  fixture('fixture of 60 MB in escapes', () => `{"fixture":{"description":"${'\\n'.repeat(3e7)}"}}`),
  fixture('fixture of 190,000 contacts', () => `{"fixture":{"contacts":[${people(190_000)}]}}`),
  fixture('fixture of 1,900,000 numbers', () => `{"fixture":{"contacts":[${'1,'.repeat(1_900_000)}1]}}`),
  fixture('fixture of 10 campaigns of 4 MB', () =>
    JSON.stringify({
      fixture: {
        campaigns: Array.from({ length: 10 }, () => campaignOf({ html: `${pageOf(4e6)}{{email}}` })),
      },
    }),
  ),
  fixture('fixture that keeps 20 mails of 1 MB', () =>
    JSON.stringify({
      fixture: {
        generate: { contacts: 100 },
        campaigns: [campaignOf({ html: `${pageOf(1e6)}{{email}}` }, { sent: { at: '-1h', keep_mail: 20 } })],
      },
    }),
  ),
  fixture('fixture that keeps 10,000 mails', () =>
    JSON.stringify({
      fixture: {
        campaigns: [
          campaignOf({ html: pageOf(2000) }, { sent: { at: '-30d', keep_mail: 10_000, recipients: 10_000 } }),
        ],
      },
    }),
  ),
  fixture('fixture of a campaign to 300,000', () =>
    JSON.stringify({
      fixture: {
        campaigns: [campaignOf({ html: pageOf(200) }, { sent: { at: '-30d', recipients: 300_000 } })],
      },
    }),
  ),
  fixture('csv of 200,000 contacts', () => JSON.stringify({ csv: csv(200_000) })),
  fixture('csv of 60 MB in one field', () =>
    JSON.stringify({ csv: `email,note\nx@y.test,"${'a\n'.repeat(2.9e7)}"` }),
  ),
  fixture('generated 500,000 contacts', () => '{"fixture":{"generate":{"contacts":500000}}}'),
  post('import of 60 MB of [[[', '/_emulator/import', () => exported + '['.repeat(6e7)),
  post('import of a record of 60 MB', '/_emulator/import', () => `${exported}{"id":"${'x'.repeat(6e7)}"}]}`),
  post(
    'import of a record of 3,000,000 values',
    '/_emulator/import',
    () => `${exported}{"id":[${'1,'.repeat(3e6)}1]}]}`,
  ),
];
