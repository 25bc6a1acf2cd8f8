import { describe, expect, it } from 'vitest';
import { codesOf } from './one-time-codes.js';

const found: readonly (readonly [text: string, code: string])[] = [
  ['Your code is 482 913.', '482913'],
  ['code: 482-913', '482913'],
  ['code 482\u2013913', '482913'],
  ['Your code:\n\n482 913\n', '482913'],
  ['4829 1384 is your code', '48291384'],
  ['48 29 13 is your code', '482913'],
  ['4 8 2 9 1 3 is your code', '482913'],
  ['4-8-2-9 is your PIN', '4829'],
  ['482913', '482913'],
  ['code 482\u200c913', '482913'],
  ['code 4\u200b8\u200b2\u200b9', '4829'],
  ['code:482913', '482913'],
  ['Code #482913', '482913'],
  ['code=482913', '482913'],
  ['(OTP:4829)', '4829'],
  ['验证码:482913', '482913'],
  ['Code **482913**', '482913'],
  ['Code _482913_', '482913'],
  ['code "482913".', '482913'],
  ['<482913> is your code', '482913'],
  ['FB-48291 is your confirmation code', '48291'],
  ['OTP-482913', '482913'],
  ['code A1B-2C3', 'A1B2C3'],
  ['code XK7-9Q2Z', 'XK79Q2Z'],
  ['token 3F9A2C', '3F9A2C'],
  ['PIN 0042', '0042'],
  ['code ４８２９１３', '482913'],
  ['رمز التحقق ٤٨٢٩١٣', '482913'],
  ['کد: code ۴۸۲۹۱۳', '482913'],
  ['कोड ४८२९१३', '482913'],
  ['Use 482913 to log in', '482913'],
  ['Use 482913 to sign in to Acme', '482913'],
  ['Enter 482913 to continue', '482913'],
  ['Your Acme login: 482913', '482913'],
  ['Tu clave es 482913', '482913'],
  ['認証番号 482913', '482913'],
];

const none: readonly string[] = [
  'Order 482913',
  'code 482 913 112',
  'Tel. 030 482 913, code by post',
  'code: https://x.test/?code=482913',
  'code at http://localhost:8080',
  'code at localhost:8080',
  'order #482913, the code comes later',
  'confirm 12:3456',
  'code ISO-8601',
  'code RFC-2822',
  'code 123456789',
  'For help with the code call +1 800 555 1234 or +49 (30) 123456.',
  'code $4829',
  'code a@482913',
  'code x_482913',
  'ZIP code 94107',
  'Postal code: 75001',
  'country code 0049',
  'promo code SAVE20',
  'error code 5003',
  'Your login on 12 March 2025',
  'Use 2024 as a base year',
];

describe('one-time codes', () => {
  it.each(found)('%j has one', (text, code) => expect(codesOf('', text)).toEqual([code]));
  it.each(none)('%j has none', (text) => expect(codesOf('', text)).toEqual([]));
  it('stand in the subject too', () => expect(codesOf('482-913 is your code', '')).toEqual(['482913']));
});
