import { Icon } from './icons.js';
import type { IconName } from './icons.js';
import { themes } from './use-theme.js';
import type { Theme } from './use-theme.js';

const themeIcons: Record<Theme, IconName> = { auto: 'auto', light: 'sun', dark: 'moon' };
const themeWords: Record<Theme, string> = { auto: 'As the system', light: 'Light', dark: 'Dark' };

export interface ThemeSwitchProps {
  theme: Theme;
  setTheme(theme: Theme): void;
}

/** Three segments; one button that goes through them where the bar is narrow. */
export function ThemeSwitch({ theme, setTheme }: ThemeSwitchProps) {
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
  return (
    <>
      <div class="segments themes" role="group" aria-label="Colours">
        {themes.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === theme}
            aria-label={themeWords[one]}
            title={themeWords[one]}
            onClick={() => setTheme(one)}
          >
            <Icon name={themeIcons[one]} />
          </button>
        ))}
      </div>
      <button
        type="button"
        class="button quiet theme-cycle"
        aria-label={`Colours: ${themeWords[theme]}. Change to ${themeWords[next]}`}
        title={`Colours: ${themeWords[theme]}`}
        onClick={() => setTheme(next)}
      >
        <Icon name={themeIcons[theme]} />
      </button>
    </>
  );
}
