// The kernel of histograms as TypeScript: histogram.wat assembled, its bytes in base64.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import openWabt from 'wabt';

const root = path.resolve(import.meta.dirname, '../..');
const FOLDER = 'libs/ml/src/classifiers/trees/kernel';
export const KERNEL_FILE = path.join(FOLDER, 'histogram-bytes.ts');

export async function assembleKernel() {
  const source = path.join(root, FOLDER, 'histogram.wat');
  const wabt = await openWabt();
  const module = wabt.parseWat(source, readFileSync(source, 'utf8'));
  const { buffer } = module.toBinary({});
  const lines =
    Buffer.from(buffer)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  return `// Written by \`npm run generate\` from histogram.wat; not by hand.
/** The module in base64. */
export const HISTOGRAM_BYTES =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
}
