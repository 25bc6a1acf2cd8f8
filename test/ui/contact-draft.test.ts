import { expect, it } from 'vitest';
import type { Contact } from '../../src/index.js';
import { draftOf, emptyDraft, inputOf, patchOf } from '../../ui/contacts/form/contact-draft.js';
import type { CustomRow } from '../../ui/contacts/form/custom-rows.js';
import { outcomeWords } from '../../ui/contacts/detail/outcome-words.js';
import { addressOf, routeOf } from '../../ui/contacts/route.js';
import { formatAddress, parseAddress } from '../../ui/shell/address/address.js';

const contact: Contact = {
  id: 'contact_1a2b3c4d',
  email: 'ada@x.test',
  ...{ first_name: 'Ada', last_name: null, phone: null, company: 'Engines', tags: ['vip', 'news'] },
  custom_fields: { plan: 'pro', seats: 3, paid: false, since: null, nested: { a: [1] } },
  status: 'active',
  ...{ subscribed_at: '', created_at: '', updated_at: '' },
};
const row = (key: string, value: string, type: CustomRow['type'] = 'text') => ({ key, type, value });

it('a draft that is left as it is changes nothing', () => {
  expect(patchOf(draftOf(contact), contact)).toEqual({ body: {} });
});

it('a patch has the fields that differ alone, null where one is emptied', () => {
  const draft = {
    ...draftOf(contact),
    company: '',
    last_name: 'King',
    tags: 'vip',
    status: 'unsubscribed' as const,
  };
  expect(patchOf(draft, contact)).toEqual({
    body: { company: null, last_name: 'King', tags: ['vip'], status: 'unsubscribed' },
  });
});

it('custom fields are set by key, and dropped by null', () => {
  const custom = [row('plan', 'free'), row('seats', '4', 'number'), row('nested', '{"a":[1]}', 'json')];
  expect(patchOf({ ...draftOf(contact), custom }, contact)).toEqual({
    body: { custom_fields: { plan: 'free', seats: 4, paid: null, since: null } },
  });
});

it.each([
  [row('n', 'ten', 'number'), /number/],
  [row('n', '', 'number'), /number/],
  [row('n', '1e999', 'number'), /number/],
  [row('j', '{', 'json'), /valid JSON/],
  [row('', 'x'), /not empty/, 'custom 0 key'],
])('refuses the custom field %j', (custom, issue, field = 'custom 0') => {
  expect(inputOf({ ...emptyDraft, custom: [custom] })).toMatchObject({
    issues: [{ field, issue: expect.stringMatching(issue) as string }],
  });
});

it('refuses a key that stands twice, and takes an empty row for none', () => {
  expect(inputOf({ ...emptyDraft, custom: [row('a', '1'), row('a', '2')] })).toMatchObject({
    issues: [{ field: 'custom 1 key' }],
  });
  expect(inputOf({ ...emptyDraft, email: ' a@x.test ', custom: [row('', '')] })).toMatchObject({
    body: { email: 'a@x.test', custom_fields: {} },
  });
});

it.each([
  '#/contacts',
  '#/contacts/contact_1a2b3c4d/edit?search=ada&tags=vip%2Cnews&status=active',
  '#/contacts/import',
])('writes the address %j as it was read', (hash) => {
  expect(formatAddress(addressOf(routeOf(parseAddress(hash, 'contacts'))))).toBe(hash);
});

it('says what a rule and a profile come to', () => {
  const base = {
    ...{ contact_id: contact.id, email: contact.email, skipped: null, suppression: null, bot: false },
  };
  const hard = { code: 550, status: '5.1.1', text: '' };
  expect(
    outcomeWords({
      ...base,
      rule: 'tag',
      name: 'bounce',
      result: 'hard',
      reply: hard,
      actions: [],
      profile: null,
    }),
  ).toEqual({
    by: '+bounce in its address',
    what: 'mail to it bounces for good (550 5.1.1), and campaigns leave it out afterwards',
  });
  const shares = { bounced: 0.05, opened: 0.25, clicked: 0, unsubscribed: 0, spam_reports: 0 };
  const profile = { name: 'own', sampling: 'exact' as const, shares };
  expect(
    outcomeWords({ ...base, rule: 'profile', name: 'own', result: null, reply: null, actions: [], profile })
      .what,
  ).toMatch(/^of campaign mail 5\s?% bounces, 25\s?% is opened$/);
});
