import { expect, it } from 'vitest';
import { addressOf, routeOf } from '../../ui/inbox/route.js';
import { formatAddress, parseAddress } from '../../ui/shell/address/address.js';

const routeAt = (hash: string) => routeOf(parseAddress(hash, 'inbox'));

it.each([
  ['', { id: null, tab: null, q: '' }],
  ['#/inbox', { id: null, tab: null, q: '' }],
  ['#/inbox?q=from%3Aada+%22a+b%22', { id: null, tab: null, q: 'from:ada "a b"' }],
  ['#/inbox/email_1a2b3c4d', { id: 'email_1a2b3c4d', tab: null, q: '' }],
  ['#/inbox/email_1a2b3c4d/headers?q=ada', { id: 'email_1a2b3c4d', tab: 'headers', q: 'ada' }],
  ['#/inbox/email_1a2b3c4d/nonsense', { id: 'email_1a2b3c4d', tab: null, q: '' }],
  ['#/inbox/email_1/compare/email_2', { id: 'email_1', tab: 'compare', q: '', other: 'email_2' }],
  ['#/inbox/email_1/raw/email_2', { id: 'email_1', tab: 'raw', q: '' }],
  ['#/inbox/', { id: null, tab: null, q: '' }],
  ['#/inbox//email_1a2b3c4d/', { id: 'email_1a2b3c4d', tab: null, q: '' }],
  ['#/inbox/%E0%A4%A', { id: '%E0%A4%A', tab: null, q: '' }],
])('reads the address %j', (hash, route) => {
  expect(routeAt(hash)).toEqual(route);
});

it.each([
  '#/inbox',
  '#/inbox?q=from%3Aada',
  '#/inbox/email_1a2b3c4d',
  '#/inbox/email_1a2b3c4d/headers?q=ada',
  '#/inbox/email_1/compare',
  '#/inbox/email_1/compare/email_2?q=ada',
  '#/inbox/a%2Fb%3Fc',
])('writes the address %j as it was read', (hash) => {
  expect(formatAddress(addressOf(routeAt(hash)))).toBe(hash);
});

it.each([
  ['#/campaigns/campaign_1', { page: 'campaigns', steps: ['campaign_1'] }],
  ['#/?q=ada', { page: 'inbox', steps: [] }],
  ['#/nowhere/at/all', { page: 'nowhere', steps: ['at', 'all'] }],
])('reads the page of %s, which is the first one where none is named', (hash, address) => {
  expect(parseAddress(hash, 'inbox')).toMatchObject(address);
});
