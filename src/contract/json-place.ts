const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** `contacts[3].email` or `contacts.3.email` → `['contacts', '3', 'email']`. */
export const pathOfField = (field: string): string[] => field.split(/[.[\]]+/).filter((part) => part !== '');

/** The line of a field of valid JSON, given as its keys and places, or of the nearest thing around it that is there. */
export function lineOfField(text: string, path: readonly string[]): number {
  let [found, depth, before] = [0, 0, ''];
  const at: (string | number)[] = [];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const last = at.length - 1;
    if (token === '{') at.push('');
    else if (token === '[') at.push(0);
    else if (token === '}' || token === ']') at.pop();
    else if (token === ',' && typeof at[last] === 'number') at[last] += 1;
    else if (token === ':') at[last] = JSON.parse(before) as string;
    before = token;
    const isOnTheWay = at.length > depth && at.every((part, level) => String(part) === path[level]);
    if (isOnTheWay) [found, depth] = [index, at.length];
  }
  return text.slice(0, found).split('\n').length;
}
