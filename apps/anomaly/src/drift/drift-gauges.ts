import { Gauge, type Registry } from 'prom-client';
import type { Database, DriftReport, FraudDriftStore } from '#database';
import type { Logger } from '#service';

/** A shop's features that moved most: a series for each of all would be hundreds. */
const FEATURES_SHOWN = 5;

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly psi: number;
}

/** Shows the newest report of drift, as the store has it: every process shows the same. */
export function showDrift(
  registry: Registry,
  { database, store, logger }: { database: Database; store: FraudDriftStore; logger: Pick<Logger, 'warn'> },
): void {
  const show = (name: string, help: string, labelNames: string[], seriesOf: (_: DriftReport) => Series[]) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        try {
          const reports = await store.newestReports(database);
          this.reset();
          for (const { labels, psi } of reports.flatMap(seriesOf)) this.set(labels, psi);
        } catch (err) {
          // A scrape shows what else there is.
          logger.warn({ err }, 'the drift of orders could not be read');
        }
      },
    });
  show(
    'cartwise_fraud_score_drift_psi',
    'Population stability index of how strange orders are, beside those of the training',
    ['shop'],
    ({ shopId, scorePsi }) => [{ labels: { shop: shopId }, psi: scorePsi }],
  );
  show(
    'cartwise_fraud_feature_drift_psi',
    'Population stability index of the features that moved most',
    ['shop', 'feature'],
    ({ shopId, features }) =>
      features
        .slice(0, FEATURES_SHOWN)
        .map(({ feature, psi }) => ({ labels: { shop: shopId, feature }, psi })),
  );
}
