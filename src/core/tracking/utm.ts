/**
 * A name as one word of a URL: letters, figures and the marks that belong to them, in NFC. Accents of Latin letters go; in
 * other scripts a mark is a vowel or a letter of its own.
 */
const slugOf = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    // Ligatures and letters of other widths are the plain ones; that would take some vowels of Thai and Lao apart.
    .replace(/[^\p{Script=Thai}\p{Script=Lao}]+/gu, (text) => text.normalize('NFKD'))
    .replace(/(\p{Script=Latin})\p{Mn}+/gu, '$1')
    .normalize('NFC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^[-\p{M}]+|-+$/gu, '') || 'campaign';

/** Adds utm_source, utm_medium and utm_campaign where the URL has none; query and fragment stay as they are. */
export function addUtm(url: string, campaignName: string): string {
  const [beforeHash = '', ...hash] = url.split('#');
  const query = beforeHash.includes('?') ? beforeHash.slice(beforeHash.indexOf('?') + 1) : '';
  const given = new Set(query.split('&').map((pair) => pair.split('=')[0]));
  const values = { utm_source: 'maildrone', utm_medium: 'email', utm_campaign: slugOf(campaignName) };
  const more = Object.entries(values)
    .filter(([name]) => !given.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  if (more === '') return url;
  const glue = !beforeHash.includes('?') ? '?' : /^$|&$/.test(query) ? '' : '&';
  return [beforeHash + glue + more, ...hash].join('#');
}

/** What `addUtm` adds, last first. */
const added = [/[?&]utm_campaign=[^?&#]*$/, /[?&]utm_medium=email$/, /[?&]utm_source=maildrone$/];

/** A URL without what `addUtm` added to it. */
export function withoutUtm(url: string): string {
  if (!url.includes('utm_')) return url;
  const hash = url.indexOf('#');
  const [before, after] = hash < 0 ? [url, ''] : [url.slice(0, hash), url.slice(hash)];
  return added.reduce((rest, pair) => rest.replace(pair, ''), before) + after;
}
