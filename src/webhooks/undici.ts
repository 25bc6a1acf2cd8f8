import Client from 'undici/lib/dispatcher/client.js';

// A module of its own, so that it is loaded with the first delivery: a library in CommonJS that is bundled shows its names to
// `import` statements alone. The client by itself, without `fetch`, caches and WebSockets, is less than half of undici.
export { Client };
