import type { Business } from './business.js';
import { createStationery } from './stationery.js';

const { page, title, button } = createStationery({
  name: 'Fjord &amp; Pine',
  address: '12 Harbour Lane',
  colors: {
    around: '#f4f2ee',
    page: '#fffdf9',
    text: '#22302b',
    muted: '#6c7671',
    line: '#e3ded4',
    accent: '#2f5d50',
  },
});
const from = { from_name: 'Fjord & Pine', from_email: 'hello@fjord-pine.example' };
const letter = (subject: string, body: string) => ({ ...from, subject, content: { html: page(body) } });

/** The shop of the data set of that name. */
export const shop: Business = {
  domain: 'fjord-pine.example',
  interests: ['outdoor', 'city', 'kids', 'running'],
  counter: 'orders',
  receipt: letter(
    'Your order {{number}} is confirmed',
    `${title('Thank you{{#if first_name}}, {{first_name}}{{/if}}')}
<p>We have your order <b>{{number}}</b> over {{total}} € and pack it now.</p>
${button('https://shop.fjord-pine.example/orders/{{number}}', 'See your order')}`,
  ),
  followUp: letter(
    'Your order {{number}} is on its way',
    `${title('It has left us')}
<p>The parcel with your order <b>{{number}}</b> is with the carrier{{#if first_name}}, {{first_name}}{{/if}}.</p>
${button('https://track.example/parcels/{{number}}', 'Follow your parcel')}`,
  ),
  newsletters: [
    {
      name: 'First light',
      ...letter(
        '{{#if first_name}}{{first_name}}, three{{else}}Three{{/if}} walks before breakfast',
        `${title('Three walks before breakfast')}
<p>An hour is enough: along the harbour, up to the old quarry, or through the pines to the first bus home.</p>
${button('https://shop.fjord-pine.example/journal/first-light', 'Read the routes')}`,
      ),
    },
    {
      name: 'Rain week',
      ...letter(
        'Rain week: shells and boots that keep it out',
        `${title('It is going to rain')}
<p>Seven shells, tested for a winter by people who walk to work.</p>
${button('https://shop.fjord-pine.example/rain', 'See the seven shells')}
${button('https://shop.fjord-pine.example/boots', 'And the boots')}`,
      ),
    },
    {
      name: 'Mending day',
      ...letter(
        'Bring what is torn: mending day on Saturday',
        `${title('Mending day')}
<p>Bring one jacket, one zip or one sole. We mend it while you have coffee.</p>
${button('https://shop.fjord-pine.example/mending', 'Take a place')}`,
      ),
    },
  ],
};
