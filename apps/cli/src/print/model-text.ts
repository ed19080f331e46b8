import type { ModelVersion, ShadowRun } from '#contracts/generated/cartwise/models/v1/models';
import { describeShadow } from '#service';
import { formatTime } from './format-time.ts';

/** A version with why it was or was not promoted, how it did in the shadow, and every figure it was judged by. */
export function modelText(model: ModelVersion): string {
  const { version, status, kind, trainSeconds, backend, note, evaluations, shadowRun } = model;
  const figures = evaluations.flatMap(({ model: judged, metrics }) =>
    metrics.map(({ name, value }) => `  ${judged}: ${name} ${Number(value.toPrecision(4))}`),
  );
  return [
    `${version}: ${wordOf(kind, 'MODEL_KIND_')}, ${wordOf(status, 'MODEL_STATUS_')}`,
    `trained ${formatTime(model.trainedAtMs)} in ${Math.round(trainSeconds)} s (${backend}), on events from ${formatTime(model.dataFromMs)} to ${formatTime(model.dataUntilMs)}`,
    note,
    ...(shadowRun === undefined ? [] : shadowLines(shadowRun)),
    ...figures,
  ].join('\n');
}

const wordOf = (name: string, prefix: string): string => name.replace(prefix, '').toLowerCase();

function shadowLines(run: ShadowRun): readonly string[] {
  const { championVersion, sharePercent, startedAtMs, endedAtMs, decisions } = run;
  return [
    `in the shadow of ${championVersion}, ${sharePercent} % of the orders, from ${formatTime(startedAtMs)} to ${formatTime(endedAtMs)}:`,
    ...describeShadow(decisions).map((line) => `  ${line}`),
  ];
}
