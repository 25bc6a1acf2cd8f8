/** The screen on which a page is read, in px. */
const width = 1280;
const pxOf: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16, pt: 4 / 3, '': 1 };

const length = (source: string): number | null => {
  const [, value, unit = ''] = /^([\d.]+)(px|r?em|pt)?$/.exec(source.trim()) ?? [];
  return value === undefined ? null : Number(value) * (pxOf[unit] ?? 1);
};

/** Whether a feature holds on that screen; null where nothing here knows it. */
function holdsFeature(source: string): boolean | null {
  const [, side, limit = ''] = /^(min|max)-(?:device-)?width\s*:(.*)$/.exec(source) ?? [];
  if (side !== undefined) {
    const px = length(limit);
    return px === null ? null : side === 'min' ? px <= width : px >= width;
  }
  const [, sign, bound = ''] = /^width\s*([<>]=?)(.*)$/.exec(source) ?? [];
  if (sign !== undefined) {
    const px = length(bound);
    return px === null ? null : sign.startsWith('>') ? width >= px : width <= px;
  }
  if (/^prefers-color-scheme\s*:/.test(source)) return source.endsWith('light');
  return /^(?:-webkit-)?min-device-pixel-ratio\s*:\s*(?:0|1|0?\.\d+)$|^color$|^orientation\s*:\s*landscape$/.test(
    source,
  )
    ? true
    : null;
}

function holdsQuery(source: string): boolean {
  const [, not, type = '', rest = ''] =
    /^\s*(?:(not)\s+|only\s+)?([a-z]+)?\s*(?:\band\b)?(.*)$/s.exec(source) ?? [];
  const features = Array.from(rest.matchAll(/\(([^()]*)\)/g), ([, feature = '']) =>
    holdsFeature(feature.trim()),
  );
  // Of what is not known it is not said that it does not hold either.
  if (features.includes(null) || /\bor\b/.test(rest)) return false;
  const holds = (type === '' || type === 'all' || type === 'screen') && !features.includes(false);
  return not === undefined ? holds : !holds;
}

/** Whether a media query list, in lower case, holds on a wide screen with light colours. */
export const holdsOnScreen = (list: string): boolean =>
  list.trim() === '' || list.split(',').some(holdsQuery);
