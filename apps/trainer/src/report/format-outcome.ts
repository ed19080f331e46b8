import type { ModelEvaluation } from '#ml';
import type { ModelOutcome, ShopOutcome, TrainingOutcome } from '../training-run/training-outcome.ts';
import type { ImageReport } from '../images/read-item-images.ts';
import { formatEvaluations } from './format-evaluations.ts';

const NAME_OF_BACKEND: Readonly<Record<string, string>> = {
  'native-gpu': 'native TensorFlow on the GPU',
  native: 'native TensorFlow',
  wasm: 'WebAssembly (native TensorFlow trains a larger model in the same time)',
  cpu: 'plain JavaScript',
};

/** What became of a run, for a person: a table for each model, and why it serves or does not. */
export function formatOutcome(outcome: TrainingOutcome): string {
  const because = outcome.because === undefined ? '' : ` (${outcome.because})`;
  if (outcome.kind === 'failed') return `Training failed${because}: ${outcome.reason}`;
  const parts = outcome.shops.flatMap(formatShop);
  const heading = `Trained with ${NAME_OF_BACKEND[outcome.backend] ?? outcome.backend}${because}.`;
  return [heading, ...parts].join('\n\n');
}

function formatShop(shop: ShopOutcome): readonly string[] {
  if (shop.kind === 'failed') return [`${shop.shopId}: training failed: ${shop.reason}`];
  const lines = [
    ...(shop.images === undefined ? [] : [formatImages(shop.images)]),
    ...shop.models.map(formatModel),
  ];
  return lines.map((line) => `${shop.shopId}: ${line}`);
}

function formatImages({ read, rejected }: ImageReport): string {
  const reasons = Object.entries(rejected).map(([reason, count]) => `${count} ${reason}`);
  return (
    [`${read} images of items read`, ...(reasons.length === 0 ? [] : [reasons.join(', ')])].join('; ') + '.'
  );
}

function formatModel(outcome: ModelOutcome): string {
  switch (outcome.kind) {
    case 'skipped':
      return `no ${outcome.model} model trained: ${outcome.reason}.`;
    case 'promoted':
    case 'kept-as-challenger': {
      const became = outcome.kind === 'promoted' ? 'is the champion now' : 'stays a challenger';
      const heading = `${outcome.version} (${outcome.trainSeconds.toFixed(1)} s) ${became}: ${outcome.note}.`;
      const table = formatEvaluations(outcome.evaluations.map(headline));
      return table === '' ? heading : `${heading}\n\n${table}`;
    }
  }
}

/** Of each model the figures over all held-out visits; `cartwise evaluate` shows every one. */
function headline({ model, metrics }: ModelEvaluation): ModelEvaluation {
  const overall = metrics.filter(({ name }) => name.startsWith('overall '));
  return { model, metrics: overall.length > 0 ? overall : metrics };
}
