// A module of its own, so that it is loaded when the first webhook is due: asked for by name, since a library in CommonJS
// that is bundled shows its names to `import` statements alone.
export { Client } from 'undici';
