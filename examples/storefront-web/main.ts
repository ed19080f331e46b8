import { runningCartwise } from '../running-cartwise/running-cartwise.ts';
import { startStorefront } from './start-storefront.ts';

const PORT = 8090;

const storefront = await startStorefront({ ...runningCartwise(), port: PORT });
console.log(`The shop is at ${storefront.url} (Ctrl-C stops it).`);
process.once('SIGINT', () => void storefront[Symbol.asyncDispose]());
