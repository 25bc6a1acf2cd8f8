import { render } from 'preact';
import { pages } from './pages.js';
import { App } from './shell/app.js';

const root = document.getElementById('root');
if (root) render(<App pages={pages} />, root);
