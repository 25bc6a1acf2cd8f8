/** What stands before the name of a value in the types of the package, its explanation included. */
const valuePattern = /(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export declare (function|class|const) (\w+)/g;

const whole = "from './index.js' with { 'resolution-mode': 'import' };";

/**
 * The types for `require`, made from those for `import`: TypeScript tells by the ending of a file which of the two it belongs
 * to, and all of them once more would be as much again to download.
 */
export function commonJsTypesOf(types: string): string {
  const values = [...types.matchAll(valuePattern)].map(([, doc = '', kind, name]) => {
    const value = `${doc}export declare const ${name}: typeof all.${name};`;
    return kind === 'class' ? `${value}\n${doc}export type ${name} = all.${name};` : value;
  });
  return `import type * as all ${whole}\nexport type * ${whole}\n\n${values.join('\n\n')}\n`;
}
