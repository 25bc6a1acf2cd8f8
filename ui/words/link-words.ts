/** A mail may name any scheme, also ones that run scripts: only web pages become links of ours. */
export const isWebUrl = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

/** The host that a URL leads to, as the browser will ask for it. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');
