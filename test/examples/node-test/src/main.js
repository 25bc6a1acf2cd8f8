import { configFrom, createApp } from './app.js';

createApp(configFrom(process.env)).server.listen(3000);
