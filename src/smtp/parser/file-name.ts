import { parameterOf } from './parameters.js';

export interface NamingFields {
  /** The values of the fields as they were sent, one character an octet; empty where there are none. */
  disposition: string;
  type: string;
  /** The charset that the mail is likely to be in, where it does not say. */
  charset: string | null;
}

/** The name of the file that a part is, as its sender gave it (RFC 2183, 2231, and RFC 2047 as programs use it); null without one. */
export const fileNameOf = ({ disposition, type, charset }: NamingFields): string | null =>
  (parameterOf(disposition, 'filename', charset) || parameterOf(type, 'name', charset)) ?? null;
