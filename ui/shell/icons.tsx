/** Outlines on a grid of 16, drawn for this page: those of the shell and the inbox, which come first. */
const paths = {
  inbox: 'M2 9.5 3.8 3.4h8.4L14 9.5v3.1H2Zm0 0h3.6l.9 1.6h3l.9-1.6H14',
  check: 'm3.5 8.5 3 3 6-7',
  eye: 'M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8ZM8 9.9a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8Z',
  pointer: 'm4 3 9 4-3.9 1.5L7.5 12.5Z',
  bounce: 'M5.5 3 2.5 6l3 3M2.8 6h6.7a3.5 3.5 0 0 1 0 7H6',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6',
  glass: 'M4.5 2.5h7M4.5 13.5h7M5.5 2.5c0 4 5 7 5 11M10.5 2.5c0 4-5 7-5 11',
  sent: 'm14 2-5 12-2.5-5.5L1 6ZM14 2 6.5 8.5',
  leave: 'M6.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2 13.5c0-2.5 2-4 4.5-4 1 0 2 .3 2.7.7M11 12.5h3.5',
  flag: 'M3.5 14V2.5M3.5 3h8.5l-2 3 2 3H3.5',
  clip: 'M12.6 7.4 8 12a3 3 0 0 1-4.3-4.3l5-5a2 2 0 0 1 2.9 2.9L6.7 10.5a1 1 0 0 1-1.4-1.4L9.8 4.6',
  campaign: 'M2.5 6.5v3h2.5l6 3v-9l-6 3Zm2.5 3 1 4M13.3 6.5v3',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2 3.4 3.4',
  trash: 'M2.5 4.5h11M6 4.5V2.7h4v1.8M4 4.5l.6 9h6.8l.6-9M6.7 7.2v3.6M9.3 7.2v3.6',
  mail: 'M2 3.5h12v9H2Zm.4.5L8 8.7 13.6 4',
  down: 'm3.5 6 4.5 4.5L12.5 6',
  close: 'm4 4 8 8m0-8-8 8',
  copy: 'M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8Z',
  sun: 'M8 10.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  moon: 'M13.3 9.6A5.7 5.7 0 0 1 6.4 2.7a5.7 5.7 0 1 0 6.9 6.9Z',
  auto: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5l4.8-.8M8 8h6M8 11l4.8.8',
  contacts:
    'M6 7.6A2.4 2.4 0 1 0 6 2.8a2.4 2.4 0 0 0 0 4.8ZM1.8 13.2c0-2.5 1.8-3.9 4.2-3.9s4.2 1.4 4.2 3.9M10.4 2.9a2.4 2.4 0 0 1 0 4.6M11.6 9.6c1.6.4 2.6 1.7 2.6 3.6',
  requests: 'M2.5 4h8M8 1.5 10.5 4 8 6.5M13.5 12h-8M8 9.5 5.5 12 8 14.5',
  webhook:
    'M7.6 6.6a2.6 2.6 0 1 1 2.6-.6M6.9 6.9 4.6 10.4M9.3 6.2l2.2 3.9M4.3 12.9a2.2 2.2 0 1 0 0-3M6.4 11.6h5.2M11.6 13.8a2.2 2.2 0 1 0-.2-4.2',
  settings:
    'M2 4.5h5.2M10.8 4.5H14M9 6.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM2 11.5h2.2M7.8 11.5H14M6 13.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  workspace: 'M2 5.2 8 2l6 3.2L8 8.4ZM2.3 8.2 8 11.2l5.7-3M2.3 11 8 14l5.7-3',
  keyboard: 'M1.8 4h12.4v8H1.8ZM4.5 6.7h.01M6.8 6.7h.01M9.2 6.7h.01M11.5 6.7h.01M5 9.5h6',
  book: 'M8 4.2C6.6 3.2 4.6 2.8 2.5 3v9.5c2.1-.2 4.1.2 5.5 1.2 1.4-1 3.4-1.4 5.5-1.2V3c-2.1-.2-4.1.2-5.5 1.2Zm0 0v9.5',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1.2 1.3H2.8ZM6.7 14h2.6M8 2.9V2',
  star: 'm8 2.2 1.8 3.7 4 .5-3 2.8.8 4L8 11.2l-3.6 2 .8-4-3-2.8 4-.5Z',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.7M8 5h.01',
} as const;
export type IconName = keyof typeof paths;

/** Sizes are px at the usual text size, and grow with it. */
const squareOf = (size: number) => ({ width: `${size / 16}rem`, height: `${size / 16}rem` });

/** An outline without a word of its own: what holds it has a text or a label. */
export const Outline = ({ path, size = 16 }: { path: string; size?: number | undefined }) => (
  <svg class="icon" {...squareOf(size)} viewBox="0 0 16 16" aria-hidden="true">
    <path d={path} />
  </svg>
);

export const Icon = ({ name, size }: { name: IconName; size?: number }) => (
  <Outline path={paths[name]} size={size} />
);

/** The mark of the product: an envelope carried by two rotors. */
export const Mark = ({ size }: { size: number }) => (
  <svg class="mark" {...squareOf(size)} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <path d="M4.5 8.5h7M20.5 8.5h7M8 8.5V13M24 8.5V13M9.5 13h13a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 7 22.5v-7A2.5 2.5 0 0 1 9.5 13ZM7.8 15l8.2 5.5 8.2-5.5" />
  </svg>
);
