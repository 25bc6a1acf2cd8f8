import type { Business } from './business.js';
import { createStationery } from './stationery.js';

const { page, title, button } = createStationery({
  name: 'Tidewater',
  address: '4 Quay Street',
  colors: {
    around: '#f2f5f8',
    page: '#ffffff',
    text: '#18242f',
    muted: '#5b6b7a',
    line: '#dde4ea',
    accent: '#0f6b74',
  },
});
const from = { from_name: 'Tidewater', from_email: 'hello@tidewater.example' };
const billing = { from_name: 'Tidewater Billing', from_email: 'billing@tidewater.example' };
const letter = (subject: string, body: string, sender = from) => ({
  ...sender,
  subject,
  content: { html: page(body) },
});

/** The web service of the data set `saas`. */
export const service: Business = {
  domain: 'tidewater.example',
  interests: ['trial', 'customer', 'beta', 'api'],
  counter: 'upgrades',
  receipt: letter(
    'Your receipt TW-{{number}}',
    `${title('Thank you{{#if first_name}}, {{first_name}}{{/if}}')}
<p>We have received {{total}} € for this month. Your receipt <b>TW-{{number}}</b> is with your invoices.</p>
${button('https://app.tidewater.example/billing/TW-{{number}}', 'See the receipt')}`,
    billing,
  ),
  followUp: letter(
    'Your new seats are ready',
    `${title('Bring your team')}
<p>The seats of receipt <b>TW-{{number}}</b> are in your workspace{{#if first_name}}, {{first_name}}{{/if}}. Who is invited now sees the same dashboards as you.</p>
${button('https://app.tidewater.example/team/invite', 'Invite someone')}`,
  ),
  newsletters: [
    {
      name: 'Five minutes: funnels',
      ...letter(
        '{{#if first_name}}{{first_name}}, where{{else}}Where{{/if}} do your visitors turn back?',
        `${title('Where visitors turn back')}
<p>A funnel of three steps takes five minutes to draw, and shows the page that loses most of them.</p>
${button('https://tidewater.example/guides/funnels', 'Draw your first funnel')}`,
      ),
    },
    {
      name: 'What is new',
      ...letter(
        'What is new: alerts by e-mail, and a faster map',
        `${title('Alerts, and a faster map')}
<p>Name a number and a limit: we write to you when it is crossed. And the map of visitors draws in half the time.</p>
${button('https://app.tidewater.example/alerts/new', 'Make an alert')}
${button('https://tidewater.example/changes', 'All that is new')}`,
      ),
    },
    {
      name: 'Office hours',
      ...letter(
        'Bring your dashboard: office hours on Thursday',
        `${title('Office hours')}
<p>Half an hour with one of us and your own numbers. Bring a question, leave with a chart.</p>
${button('https://tidewater.example/office-hours', 'Take a place')}`,
      ),
    },
  ],
};
