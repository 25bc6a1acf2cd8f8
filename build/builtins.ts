import { builtinModules, createRequire, isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);
const isName = (name: string): boolean => /^[\w$]+$/.test(name) && name !== 'default';

/**
 * A module of Node as one of ours. It is asked for by `process.getBuiltinModule`: a `require` in an ES module, as bundlers make
 * of a program that imports the package, finds none. Node 21 and 22 before 22.3 have `require` alone. A library that requires it
 * gets it as it is; of what is imported each name is taken once, and only those that are.
 */
function contentsOf(path: string, isRequired: boolean): string {
  const all = `(process.getBuiltinModule ?? require)(${JSON.stringify(path)})`;
  if (isRequired) return `module.exports = ${all};`;
  const names = Object.keys(require(path) as object).filter(isName);
  return [
    `const all = ${all};`,
    'export default all;',
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => all.${name})();`),
  ].join('\n');
}

/**
 * The bundle is CommonJS, where a name of Node's modules would be looked up with each call: what a test puts in place of a
 * function of `node:fs` or `node:http` would reach into the emulator. An `import` takes what is there when it is loaded.
 */
export const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(?:node:|(?:${builtinModules.join('|')})$)`);
    onResolve({ filter }, ({ path, kind }) => {
      if (!isBuiltin(path) || (kind !== 'import-statement' && kind !== 'require-call')) return null;
      const isRequired = kind === 'require-call';
      return { path, namespace: isRequired ? 'builtin-required' : 'builtin', sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: contentsOf(path, false) }));
    onLoad({ filter: /.*/, namespace: 'builtin-required' }, ({ path }) => ({
      contents: contentsOf(path, true),
    }));
  },
};
