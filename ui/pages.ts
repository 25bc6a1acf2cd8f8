import type { Page } from './shell/page.js';

/** The pages in the order of the side bar. The first one is opened where the address names none. */
export const pages: readonly [Page, ...Page[]] = [
  {
    path: 'inbox',
    label: 'Inbox',
    icon: 'inbox',
    load: async () => (await import('./inbox/inbox-page.js')).InboxPage,
    count: { word: 'unread', of: ({ unread }) => unread },
  },
  {
    path: 'campaigns',
    label: 'Campaigns',
    icon: 'campaign',
    load: async () => (await import('./campaigns/campaigns-page.js')).CampaignsPage,
  },
  {
    path: 'contacts',
    label: 'Contacts',
    icon: 'contacts',
    load: async () => (await import('./contacts/contacts-page.js')).ContactsPage,
  },
  {
    path: 'webhooks',
    label: 'Webhooks',
    icon: 'webhook',
    load: async () => (await import('./webhooks/webhooks-page.js')).WebhooksPage,
  },
  {
    path: 'requests',
    label: 'Requests',
    icon: 'requests',
    load: async () => (await import('./requests/requests-page.js')).RequestsPage,
  },
  {
    path: 'settings',
    label: 'Settings',
    icon: 'settings',
    load: async () => (await import('./settings/settings-page.js')).SettingsPage,
  },
];
