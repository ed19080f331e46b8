// `npm run storefront`: a shop's page and its backend for a running Cartwise; see examples/storefront-web.
import './typescript/register.mjs';

await import('../examples/storefront-web/main.ts');
