const from = { from_name: 'Fjord & Pine', from_email: 'hello@fjord-pine.example' };

const page = (body: string) => `<!doctype html>
<html lang="en"><body style="margin: 0; background: #f4f2ee; font-family: system-ui, sans-serif; color: #22302b">
<div style="max-width: 36rem; margin: 0 auto; padding: 2rem; background: #fffdf9">
<p style="letter-spacing: 0.12em; text-transform: uppercase; font-size: 0.75rem; color: #4d6b5f">Fjord &amp; Pine</p>
${body}
<hr style="border: 0; border-top: 1px solid #e3ded4; margin: 2rem 0 1rem">
<p style="font-size: 0.75rem; color: #76807b">Fjord &amp; Pine, 12 Harbour Lane. <a href="{{unsubscribe_url}}" style="color: #4d6b5f">Unsubscribe</a></p>
</div></body></html>
`;

const button = (url: string, label: string) =>
  `<p><a href="${url}" style="display: inline-block; padding: 0.7rem 1.2rem; border-radius: 0.4rem; background: #2f5d50; color: #fff; text-decoration: none">${label}</a></p>`;

/** Bodies of `POST /v2/emails`, without their recipient. */
export const orderMail = {
  ...from,
  subject: 'Your order {{number}} is confirmed',
  content: {
    html: page(`<h1 style="font-size: 1.4rem">Thank you{{#if first_name}}, {{first_name}}{{/if}}</h1>
<p>We have your order <b>{{number}}</b> over {{total}} € and pack it now.</p>
${button('https://shop.fjord-pine.example/orders/{{number}}', 'See your order')}`),
  },
};

export const shippingMail = {
  ...from,
  subject: 'Your order {{number}} is on its way',
  content: {
    html: page(`<h1 style="font-size: 1.4rem">It has left us</h1>
<p>The parcel with your order <b>{{number}}</b> is with the carrier{{#if first_name}}, {{first_name}}{{/if}}.</p>
${button('https://track.example/parcels/{{number}}', 'Follow your parcel')}`),
  },
};

const letter = (name: string, subject: string, body: string) => ({
  ...from,
  name,
  subject,
  content: { html: page(body) },
});

/** Bodies of `POST /v2/campaigns`, without recipients and time. */
export const newsletters = [
  letter(
    'First light',
    '{{#if first_name}}{{first_name}}, three{{else}}Three{{/if}} walks before breakfast',
    `<h1 style="font-size: 1.4rem">Three walks before breakfast</h1>
<p>An hour is enough: along the harbour, up to the old quarry, or through the pines to the first bus home.</p>
${button('https://shop.fjord-pine.example/journal/first-light', 'Read the routes')}`,
  ),
  letter(
    'Rain week',
    'Rain week: shells and boots that keep it out',
    `<h1 style="font-size: 1.4rem">It is going to rain</h1>
<p>Seven shells, tested for a winter by people who walk to work.</p>
${button('https://shop.fjord-pine.example/rain', 'See the seven shells')}
${button('https://shop.fjord-pine.example/boots', 'And the boots')}`,
  ),
  letter(
    'Mending day',
    'Bring what is torn: mending day on Saturday',
    `<h1 style="font-size: 1.4rem">Mending day</h1>
<p>Bring one jacket, one zip or one sole. We mend it while you have coffee.</p>
${button('https://shop.fjord-pine.example/mending', 'Take a place')}`,
  ),
];
