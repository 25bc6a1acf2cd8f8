import { version } from '../contract/version.js';

/**
 * What every answer has. No page of another origin embeds one, as a frame, picture or script; what may be embedded says so
 * itself.
 */
export const baseHeaders: Readonly<Record<string, string>> = {
  'X-Maildrone-Emulator': version,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
};
