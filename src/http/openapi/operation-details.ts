/** What the route table does not say of a call: its name for generated clients, and examples. */
export interface OperationDetails {
  operationId: string;
  tag: string;
  request?: unknown;
  response?: unknown;
}

const contact = {
  id: 'contact_1a2b3c4d',
  email: 'john.doe@example.com',
  first_name: 'John',
  last_name: 'Doe',
  phone: '+1-555-0123',
  company: 'Tech Company Inc.',
  tags: ['vip', 'active'],
  custom_fields: { customer_level: 'gold', last_purchase: '2024-03-15' },
  status: 'active',
  subscribed_at: '2024-01-15T08:30:00Z',
  created_at: '2024-01-15T08:30:00Z',
  updated_at: '2024-03-20T10:15:00Z',
};

/** Reference, "Create Contact". */
const newContact = {
  email: 'jane.smith@example.com',
  first_name: 'Jane',
  last_name: 'Smith',
  phone: '+1-555-0124',
  company: 'Startup Co.',
  tags: ['new', 'trial'],
  custom_fields: { source: 'website', interests: ['tech', 'marketing'] },
  send_welcome: true,
};

/** Reference, "Create Campaign". */
const newCampaign = {
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

const campaign = {
  id: 'campaign_1a2b3c4d',
  ...newCampaign,
  status: 'scheduled',
  recipient_count: 0,
  created_at: '2024-03-20T10:30:00Z',
  updated_at: '2024-03-20T10:30:00Z',
  sent_at: null,
};

const stats = {
  campaign_id: 'campaign_1a2b3c4d',
  stats: {
    sent: 10_000,
    delivered: 9456,
    bounced: 544,
    opened: 2367,
    clicked: 473,
    unsubscribed: 23,
    spam_reports: 5,
  },
  // The reference prints 0.2504; its own counts give 0.2503.
  rates: { delivery_rate: 0.9456, open_rate: 0.2503, click_rate: 0.05, unsubscribe_rate: 0.0024 },
};

const newEmail = {
  from_email: 'team@example.com',
  from_name: 'Maildrone Team',
  to: 'john.doe@example.com',
  subject: 'Your code is {{code}}',
  content: { html: '<p>Your code is <b>{{code}}</b></p>' },
  variables: { code: '204861' },
};

const deletedOf = (id: string) => ({ id, deleted: true });

/** By method and path, as in the route table. */
export const operationDetails: Readonly<Record<string, OperationDetails>> = {
  'GET /contacts': { operationId: 'listContacts', tag: 'Contacts', response: [contact] },
  'POST /contacts': {
    operationId: 'createContact',
    tag: 'Contacts',
    request: newContact,
    response: { ...contact, email: newContact.email, first_name: 'Jane', last_name: 'Smith' },
  },
  'GET /contacts/{contact_id}': { operationId: 'getContact', tag: 'Contacts', response: contact },
  'PUT /contacts/{contact_id}': {
    operationId: 'updateContact',
    tag: 'Contacts',
    request: { company: 'Tech Company Inc.', custom_fields: { customer_level: 'gold' } },
    response: contact,
  },
  'DELETE /contacts/{contact_id}': {
    operationId: 'deleteContact',
    tag: 'Contacts',
    response: deletedOf(contact.id),
  },
  'GET /campaigns': { operationId: 'listCampaigns', tag: 'Campaigns', response: [campaign] },
  'POST /campaigns': {
    operationId: 'createCampaign',
    tag: 'Campaigns',
    request: newCampaign,
    response: campaign,
  },
  'GET /campaigns/{campaign_id}': { operationId: 'getCampaign', tag: 'Campaigns', response: campaign },
  'PUT /campaigns/{campaign_id}': {
    operationId: 'updateCampaign',
    tag: 'Campaigns',
    request: { subject: 'Summer Clearance, last day', send_time: null },
    response: campaign,
  },
  'DELETE /campaigns/{campaign_id}': {
    operationId: 'deleteCampaign',
    tag: 'Campaigns',
    response: deletedOf(campaign.id),
  },
  'POST /campaigns/{campaign_id}/send': {
    operationId: 'sendCampaign',
    tag: 'Campaigns',
    response: { ...campaign, status: 'sending', recipient_count: 120 },
  },
  'GET /campaigns/{campaign_id}/stats': {
    operationId: 'getCampaignStats',
    tag: 'Analytics',
    response: stats,
  },
  'POST /emails': { operationId: 'sendEmail', tag: 'Emails', request: newEmail },
};
