const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'campaign';

/** Adds utm_source, utm_medium and utm_campaign where the URL has none; query and fragment stay as they are. */
export function addUtm(url: string, campaignName: string): string {
  const [beforeHash = '', ...hash] = url.split('#');
  const query = beforeHash.includes('?') ? beforeHash.slice(beforeHash.indexOf('?') + 1) : '';
  const given = new Set(query.split('&').map((pair) => pair.split('=')[0]));
  const values = { utm_source: 'maildrone', utm_medium: 'email', utm_campaign: slugOf(campaignName) };
  const added = Object.entries(values)
    .filter(([name]) => !given.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  if (added === '') return url;
  const glue = !beforeHash.includes('?') ? '?' : /[?&]$/.test(beforeHash) ? '' : '&';
  return [beforeHash + glue + added, ...hash].join('#');
}
