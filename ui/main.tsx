import { render } from 'preact';
import { pages } from './pages.js';
import { App } from './shell/app.js';

const root = document.getElementById('root');
const workspace = new URLSearchParams(location.search).get('workspace') ?? 'default';
if (root) render(<App workspace={workspace} pages={pages} />, root);
