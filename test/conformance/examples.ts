/** Reference, "Create Contact", with a real address where it shows `[email protected]`. */
export const contactBody = {
  email: 'jane.smith@example.com',
  first_name: 'Jane',
  last_name: 'Smith',
  phone: '+1-555-0124',
  company: 'Startup Co.',
  tags: ['new', 'trial'],
  custom_fields: { source: 'website', interests: ['tech', 'marketing'] },
  send_welcome: true,
};

/** Reference, "Create Campaign", likewise. */
export const campaignBody = {
  name: 'Summer Sale Campaign',
  subject: '☀️ Summer Clearance - Up to 70% Off!',
  from_name: 'Maildrone Team',
  from_email: 'team@example.com',
  reply_to: 'support@example.com',
  content: { html: '<html>...</html>', text: 'Plain text version...' },
  recipients: { type: 'tags', tags: ['active', 'vip'], exclude_tags: ['unengaged'] },
  settings: { track_opens: true, track_clicks: true, google_analytics: true },
  send_time: '2024-03-25T10:00:00Z',
};

/** Reference, "Response Example" of the contact list: names in their order. */
export const contactFields = [
  'id',
  'email',
  'first_name',
  'last_name',
  'phone',
  'company',
  'tags',
  'custom_fields',
  'status',
  'subscribed_at',
  'created_at',
  'updated_at',
];

export const campaignFields = [
  'id',
  'name',
  'subject',
  'from_name',
  'from_email',
  'reply_to',
  'content',
  'recipients',
  'settings',
  'send_time',
  'status',
  'recipient_count',
  'created_at',
  'updated_at',
  'sent_at',
];

/** Every documented endpoint, and those beyond it, with what a full key gets for an id that is not there. */
export const endpoints = [
  { method: 'GET', path: '/contacts', permission: 'contacts:read', full: 200 },
  { method: 'POST', path: '/contacts', permission: 'contacts:write', body: { email: 'a@b.test' }, full: 201 },
  { method: 'PUT', path: '/contacts/contact_00000000', permission: 'contacts:write', body: {}, full: 404 },
  { method: 'DELETE', path: '/contacts/contact_00000000', permission: 'contacts:write', full: 404 },
  { method: 'GET', path: '/campaigns', permission: 'campaigns:read', full: 200 },
  { method: 'POST', path: '/campaigns', permission: 'campaigns:write', body: campaignBody, full: 201 },
  { method: 'POST', path: '/campaigns/campaign_00000000/send', permission: 'campaigns:send', full: 404 },
  { method: 'GET', path: '/campaigns/campaign_00000000/stats', permission: 'analytics:read', full: 404 },
] as const;

export const beyond = [
  { method: 'GET', path: '/contacts/contact_00000000', permission: 'contacts:read', full: 404 },
  { method: 'GET', path: '/campaigns/campaign_00000000', permission: 'campaigns:read', full: 404 },
  { method: 'PUT', path: '/campaigns/campaign_00000000', permission: 'campaigns:write', body: {}, full: 404 },
  { method: 'DELETE', path: '/campaigns/campaign_00000000', permission: 'campaigns:write', full: 404 },
  {
    method: 'POST',
    path: '/emails',
    permission: 'campaigns:send',
    body: { from_email: 'a@b.test', to: 'c@d.test', subject: 's', content: { text: 't' } },
    full: 201,
  },
] as const;

export const wireTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
