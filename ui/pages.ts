import { inboxKeys } from './inbox/key-words.js';
import { sections } from './settings/route.js';
import type { Page } from './shell/page.js';
import { rowKeyWords } from './shell/keys/row-key-words.js';

/** The pages in the order of the side bar. The first one is opened where the address names none. */
export const pages: readonly [Page, ...Page[]] = [
  {
    path: 'inbox',
    label: 'Inbox',
    icon: 'inbox',
    key: 'i',
    keys: inboxKeys,
    load: async () => (await import('./inbox/inbox-page.js')).InboxPage,
    count: { word: 'unread', of: ({ unread }) => unread },
  },
  {
    path: 'campaigns',
    label: 'Campaigns',
    icon: 'campaign',
    key: 'c',
    keys: rowKeyWords,
    places: [{ step: 'new', word: 'Write a campaign' }],
    load: async () => (await import('./campaigns/campaigns-page.js')).CampaignsPage,
  },
  {
    path: 'contacts',
    label: 'Contacts',
    icon: 'contacts',
    key: 'p',
    keys: rowKeyWords,
    places: [
      { step: 'new', word: 'Add a contact' },
      { step: 'import', word: 'Import contacts' },
    ],
    load: async () => (await import('./contacts/contacts-page.js')).ContactsPage,
  },
  {
    path: 'webhooks',
    label: 'Webhooks',
    icon: 'webhook',
    key: 'w',
    keys: rowKeyWords,
    load: async () => (await import('./webhooks/webhooks-page.js')).WebhooksPage,
  },
  {
    path: 'requests',
    label: 'Requests',
    icon: 'requests',
    key: 'r',
    keys: rowKeyWords,
    load: async () => (await import('./requests/requests-page.js')).RequestsPage,
  },
  {
    path: 'settings',
    label: 'Settings',
    icon: 'settings',
    key: 's',
    places: sections.map(({ path, word }) => ({ step: path, word })),
    load: async () => (await import('./settings/settings-page.js')).SettingsPage,
  },
];
