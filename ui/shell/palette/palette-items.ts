import { runWords } from '../../words/clock-words.js';
import { profileNames } from '../../words/profile-words.js';
import type { IconName } from '../late-icons.js';
import type { Page } from '../page.js';
import { themes } from '../use-theme.js';
import type { Theme } from '../use-theme.js';
import type { PaletteProps } from './palette.js';

/** Something that can be chosen in the palette. */
export interface PaletteItem {
  id: string;
  group: 'Pages' | 'Campaigns' | 'Contacts' | 'Actions';
  icon: IconName;
  word: string;
  /** What tells it apart, such as an address or keys. */
  hint?: string;
  /** Whether `hint` is keys, of which a phone has none. */
  isKeys?: boolean;
  run(): void;
}

const themeWords: Record<Theme, string> = { auto: 'Colours as the system', light: 'Light', dark: 'Dark' };

const open = ({ go }: PaletteProps, page: string, steps: readonly string[] = [], q = '') =>
  go({ page, steps, query: new URLSearchParams(q === '' ? {} : { q }) }, 'push');

/** The pages, and the places within them. */
export const pageItems = (props: PaletteProps): PaletteItem[] =>
  props.pages.flatMap((page): PaletteItem[] => [
    {
      id: `page ${page.path}`,
      group: 'Pages',
      icon: page.icon,
      word: page.label,
      ...(page.key ? { hint: `g ${page.key}`, isKeys: true } : {}),
      run: () => open(props, page.path),
    },
    ...(page.places ?? []).map(({ word, step }) => placeItem(props, page, { word, step })),
  ]);

const placeItem = (
  props: PaletteProps,
  { path, icon, label }: Page,
  { word, step }: { word: string; step: string },
): PaletteItem => ({
  id: `place ${path} ${step}`,
  group: 'Pages',
  icon,
  word: `${label}: ${word}`,
  run: () => open(props, path, [step]),
});

/** The page of a thing where there is one, else its mail. */
export function openThing(props: PaletteProps, page: 'campaigns' | 'contacts', id: string): void {
  if (props.pages.some(({ path }) => path === page)) open(props, page, [id]);
  else open(props, 'inbox', [], `${page === 'campaigns' ? 'campaign' : 'contact'}:${id}`);
}

/** What can be done from anywhere. */
export function actionItems(props: PaletteProps): PaletteItem[] {
  const { control, clock, act } = props;
  const change = (method: 'POST' | 'PUT', path: string, body: object, done: string) => () =>
    act(control.change(method, path, body), done);
  const advance = (by: string, words: string): PaletteItem => ({
    id: `advance ${by}`,
    group: 'Actions',
    icon: 'clock',
    word: `Advance the clock by ${words}`,
    run: change('POST', '/clock/advance', { by }, `The clock is ${words} further`),
  });
  const freeze: PaletteItem = clock?.frozen
    ? {
        id: 'resume',
        group: 'Actions',
        icon: 'clock',
        word: 'Let the clock run',
        run: change('POST', '/clock/resume', {}, `The clock ${runWords({ ...clock, frozen: false })}`),
      }
    : {
        id: 'freeze',
        group: 'Actions',
        icon: 'clock',
        word: 'Freeze the clock',
        run: change('POST', '/clock/freeze', {}, 'The clock stands still'),
      };
  return [
    freeze,
    advance('1h', 'an hour'),
    advance('1d', 'a day'),
    advance('30d', '30 days'),
    ...profileNames.map((profile): PaletteItem => ({
      id: `simulate ${profile}`,
      group: 'Actions',
      icon: 'pointer',
      word: `Simulate: ${profile}`,
      run: change('PUT', '/simulation', { profile }, `Recipients of later campaigns behave by ${profile}`),
    })),
    ...shellItems(props),
  ];
}

const shellItems = ({ setTheme, openHelp, info, openWorkspace, workspace }: PaletteProps): PaletteItem[] => [
  ...themes.map((theme): PaletteItem => ({
    id: `theme ${theme}`,
    group: 'Actions',
    icon: theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'auto',
    word: theme === 'auto' ? themeWords[theme] : `Colours: ${themeWords[theme].toLowerCase()}`,
    run: () => setTheme(theme),
  })),
  ...(info?.workspaces ?? [])
    .filter(({ id }) => id !== workspace)
    .map(({ id }): PaletteItem => ({
      id: `workspace ${id}`,
      group: 'Actions',
      icon: 'workspace',
      word: `Open the workspace ${id}`,
      run: () => openWorkspace(id),
    })),
  { id: 'help', group: 'Actions', icon: 'info', word: 'Keys', hint: '?', isKeys: true, run: openHelp },
  {
    id: 'docs',
    group: 'Actions',
    icon: 'book',
    word: 'API documentation',
    run: () => location.assign('/docs'),
  },
];
