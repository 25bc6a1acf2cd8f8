import type { ContactRecord } from '../contract/contact.js';
import type { Generate } from '../contract/fixture.js';
import { hashFraction } from './random.js';

const words = (list: string): readonly string[] => list.trim().split(/\s+/);

const firstNames = words(`
  Ada Amara Ana Anders Aisha Ben Bruno Camila Carlos Chen Chloe Clara Daan David Dina Elena Elif Emil Emma Erik Esther Eva
  Fatima Felix Finn Freya Gabriel Grace Hana Hannah Hugo Ines Ingrid Ivan Jakob Jana Jane Joana Johan John Jonas Jose Julia
  Kai Karim Kaya Lars Laura Lea Leila Leo Lina Linh Louis Lucia Luka Maja Malik Mara Marco Maria Marta Mateo Maya Mei Mia
  Mila Mina Nadia Nils Nina Noah Nora Olga Oliver Omar Oscar Paula Petra Priya Rafael Rania Robin Rosa Ruth Sam Samira Sara
  Sofia Sven Tara Theo Tim Tomas Uma Vera Viktor Wei Yara Yusuf Zoe
`);
const lastNames = words(`
  Abbasi Adeyemi Andersen Bauer Becker Berg Bianchi Boateng Carlsen Castro Chen Costa Dahl Delgado Diallo Dubois Eriksen
  Ferreira Fischer Garcia Gomez Gruber Haas Hansen Haugen Hoffmann Horvat Ibrahim Ivanova Jansen Jensen Johansson Kaya
  Keller Khan Kim Kovacs Kowalski Kruger Lange Larsen Lehmann Leroy Lind Lopez Maier Marino Martin Mendes Meyer Moreau
  Morris Mueller Nakamura Nguyen Nielsen Novak Okafor Olsen Park Patel Peeters Pereira Petrov Popescu Ramos Ricci Rossi
  Rousseau Russo Santos Sato Schmidt Schneider Sharma Silva Singh Smith Sorensen Suzuki Tanaka Torres Vargas Virtanen Visser
  Wagner Walker Weber Wong Yilmaz Young Zhang Zimmermann
`);
const companies = words(`
  Alder Basalt Birch Brook Cedar Cobalt Copper Delta Ember Fjord Granite Harbor Indigo Juniper Kestrel Lumen Maple Meadow
  North Onyx Orchard Pine Quartz Ridge River Saffron Slate Spruce Summit Tern Tide Vale Willow
`);
const forms = ['GmbH', 'Ltd.', 'Inc.', 'Studio', 'Labs', 'Co.'];
const domains = ['example.com', 'example.org', 'example.net', 'mail.example.com', 'post.example.org'];
const levels = ['bronze', 'silver', 'gold'];

export interface SyntheticSource {
  generate: Generate;
  /** The span over which they came. */
  from: number;
  to: number;
}

const pick = (list: readonly string[], draw: number): string => list[Math.floor(draw * list.length)] ?? '';

/**
 * One invented person, the same for the same seed and number. Names are common ones from many places, addresses lie in
 * the domains that RFC 2606 keeps for examples.
 */
export function syntheticContact(
  { generate, from, to }: SyntheticSource,
  number: number,
  id: ContactRecord['id'],
): ContactRecord {
  const draw = (salt: string) => hashFraction('contact', generate.seed, number, salt);
  const first = pick(firstNames, draw('first'));
  const last = pick(lastNames, draw('last'));
  const created_at = Math.floor(
    from + (to - from) * ((number + draw('moment')) / Math.max(1, generate.contacts)),
  );
  const left = draw('left') < generate.unsubscribed;
  const updated_at = left ? Math.floor(created_at + (to - created_at) * draw('leaving')) : created_at;
  return {
    id,
    email: `${first}.${last}${number}@${pick(domains, draw('domain'))}`.toLowerCase(),
    first_name: first,
    last_name: last,
    phone:
      draw('phone') < 0.4 ? `+1-555-01${String(Math.floor(draw('digits') * 100)).padStart(2, '0')}` : null,
    company: draw('works') < 0.5 ? `${pick(companies, draw('company'))} ${pick(forms, draw('form'))}` : null,
    tags: Object.entries(generate.tags).flatMap(([tag, share]) => (draw(`tag ${tag}`) < share ? [tag] : [])),
    custom_fields: {
      customer_level: pick(levels, draw('level')),
      orders: Math.floor(draw('orders') ** 3 * 40),
    },
    status: left ? 'unsubscribed' : 'active',
    subscribed_at: created_at,
    created_at,
    updated_at,
  };
}

/** An invented recipient of a campaign of the past, who is no contact. */
export function syntheticRecipient(
  seed: number,
  number: number,
): Pick<ContactRecord, 'email' | 'first_name' | 'last_name'> {
  const first = pick(firstNames, hashFraction('recipient', seed, number));
  const last = pick(lastNames, hashFraction('recipient', seed, number, 'last'));
  const domain = pick(domains, hashFraction('host', seed, number));
  return {
    email: `${first}.${last}${number}@${domain}`.toLowerCase(),
    first_name: first,
    last_name: last,
  };
}
