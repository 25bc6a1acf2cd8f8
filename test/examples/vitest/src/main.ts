import { configFrom, createApp } from './app.js';

createApp(configFrom(process.env)).listen(3000);
