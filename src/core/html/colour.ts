/** A colour as three channels of 0 to 255, or its name where it is another one than these. */
type Colour = readonly [number, number, number] | string;

const named: ReadonlyMap<string, string> = new Map([
  ['white', '#ffffff'],
  ['black', '#000000'],
  ['red', '#ff0000'],
  ['lime', '#00ff00'],
  ['blue', '#0000ff'],
  ['gray', '#808080'],
  ['grey', '#808080'],
  ['silver', '#c0c0c0'],
  ['whitesmoke', '#f5f5f5'],
]);
const short = /^#?([\da-f])([\da-f])([\da-f])[\da-f]?$/;
const long = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})(?:[\da-f]{2})?$/;
const channels = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*[\d.]+%?\s*)?\)$/;
const noInk = /^(?:transparent|#[\da-f]{3}0|#[\da-f]{6}00|(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0|0?\.0+|0+%)\s*\))$/;

function colourOf(source: string): Colour {
  const text = named.get(source) ?? source;
  const [, red = '', green = '', blue = ''] = long.exec(text) ?? [];
  if (red !== '') return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
  const [, r, g, b] = short.exec(text) ?? [];
  if (r !== undefined)
    return [r, g, b].map((digit) => 17 * Number.parseInt(digit ?? '', 16)) as [number, number, number];
  const [, first, second, third] = channels.exec(text) ?? [];
  return first === undefined ? text : [Number(first), Number(second), Number(third)];
}

/** Whether nothing is drawn in a colour. */
export const isTransparent = (source: string): boolean => noInk.test(source);

/** A step of a channel that no eye sees. */
const unseenStep = 3;

/** Whether two colours, in lower case, look alike. */
export function looksAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [colourOf(one), colourOf(other)];
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.every((channel, index) => Math.abs(channel - (b[index] ?? 0)) <= unseenStep);
}
