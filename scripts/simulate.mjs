// `npm run simulate`: shoppers and attackers for a running Cartwise; see examples/storefront-simulator.
import './typescript/register.mjs';

await import('../examples/storefront-simulator/main.ts');
