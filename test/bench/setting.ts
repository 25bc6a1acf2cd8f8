import type { Contender } from './peers.js';

/** What a bench is given beside the place for its figures. */
export interface Setting {
  /** A small run shows that a bench works; its figures say nothing. */
  isSmall: boolean;
  /** So many of something, a few in a small run. */
  count(whole: number, small?: number): number;
  rounds(whole: number): number;
  /** Where MailDev is installed, or why it is not. */
  maildev: { dir: string } | { missing: string };
}

export type GivenSetting = Pick<Setting, 'isSmall' | 'maildev'>;

export const settingOf = ({ isSmall, maildev }: GivenSetting): Setting => ({
  isSmall,
  maildev,
  count: (whole, small = Math.ceil(whole / 50)) => (isSmall ? small : whole),
  rounds: (whole) => (isSmall ? 1 : whole),
});

export type Peer = { contender: Contender } | { missing: string };
