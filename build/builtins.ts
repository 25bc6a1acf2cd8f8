import { builtinModules, createRequire, isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);
const isName = (name: string): boolean => /^[\w$]+$/.test(name) && name !== 'default';

/** A module of Node as one of ours: each name that is imported is taken once, and only those are. */
function contentsOf(path: string): string {
  const names = Object.keys(require(path) as object).filter(isName);
  return [
    `const all = require(${JSON.stringify(path)});`,
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
    onResolve({ filter }, ({ path, kind, namespace }) =>
      isBuiltin(path) && kind === 'import-statement' && namespace !== 'builtin'
        ? { path, namespace: 'builtin', sideEffects: false }
        : null,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: contentsOf(path) }));
  },
};
