import { useLayoutEffect } from 'preact/hooks';
import { useStored } from './use-stored.js';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const isTheme = (text: string): text is Theme => themes.some((theme) => theme === text);

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useStored<Theme>('theme', 'auto', isTheme);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return [theme, setTheme];
}
