import { Icon as FirstIcon, Outline } from './icons.js';
import type { IconName as FirstIconName } from './icons.js';

/** Outlines that only parts need which are loaded later. */
const paths = {
  download: 'M8 2.5v7.3M4.8 6.8 8 10l3.2-3.2M2.8 13.3h10.4',
  unread: 'M9 3.5H2v9h12V8M2.4 4 8 8.7l1.8-1.5M13 5.4a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8Z',
  back: 'm9.5 3-5 5 5 5',
  image: 'M2 3h12v10H2Zm0 8 3.5-3.5L9 11l2-2 3 2.5M10.5 6.3h.01',
  desktop: 'M1.8 3h12.4v8H1.8ZM5.5 13.5h5M8 11v2.5',
  tablet: 'M3.5 1.8h9v12.4h-9ZM7.5 12h1',
  phone: 'M4.8 1.8h6.4v12.4H4.8ZM7.5 12h1',
  external: 'M9 2.5h4.5V7M13.3 2.7 7.5 8.5M11.5 9v4.5h-9v-9H7',
  plus: 'M8 3v10M3 8h10',
  print: 'M4.5 6V2.5h7V6M4.5 11.5h-2.5V6h12v5.5h-2.5M4.5 9.5h7v4h-7Z',
  forward: 'm3 4 4.5 4L3 12ZM8.5 4 13 8l-4.5 4Z',
  pause: 'M5.5 3v10M10.5 3v10',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.8h-2.8',
  bot: 'M3 6h10v7H3ZM8 6V3.2M6 9.3h.01M10 9.3h.01M1.3 8.5v2M14.7 8.5v2',
  edit: 'm3 13 .6-2.8 7.2-7.2 2.2 2.2-7.2 7.2ZM9.4 4.4l2.2 2.2',
  warning: 'M8 2 14.5 13.5h-13ZM8 6.5v3.3M8 11.7h.01',
} as const;
export type IconName = FirstIconName | keyof typeof paths;

const isLater = (name: IconName): name is keyof typeof paths => name in paths;

/** An icon of the first ones or of these. */
export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) =>
  isLater(name) ? <Outline path={paths[name]} size={size} /> : <FirstIcon name={name} size={size} />;
